// 选组: the board is drawn once for all; which card is one's own, and whether others can still be chosen, is marked here.
(() => {
  'use strict';
  function mark() {
    const own = document.querySelector('.gp-mine')?.dataset || {};
    for (const card of document.querySelectorAll('.gp-choice')) {
      const here = !!own.gid && card.dataset.group === own.gid;
      card.toggleAttribute('data-here', here);
      card.toggleAttribute('data-shut', !here && 'stays' in own);
    }
  }
  const seen = { childList: true, subtree: true, attributeFilter: ['data-gid', 'data-stays', 'data-here', 'data-shut'] };
  for (const place of document.querySelectorAll('#face,#board')) new MutationObserver(mark).observe(place, seen);
  mark();
})();
