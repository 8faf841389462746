// A wall in a hall: dressed as the phone says, readable from the last row, and gone as soon as it should be.
(() => {
  'use strict';
  const root = document.documentElement, PULSE = 20000, LEAST = 0.026;
  const link = document.querySelector('.wall-other'), { door, here } = link.dataset, hide = document.getElementById('hide');
  const stage = () => document.getElementById('wall');
  let left = false;
  const leave = () => { if (!left) { left = true; location.replace(door); } };

  function dress() {
    const now = stage();
    if (!now || !now.firstElementChild || 'off' in now.dataset) return leave();
    root.dataset.bsTheme = now.dataset.mode;
    root.classList.toggle('wall-rests', now.matches('.wall-idle'));
    lift(now);
  }
  // A face that was written for a phone is still read from twelve metres: no text under 2.6 % of the shorter side.
  // What was lifted once is lifted again unasked: while its size goes back (a transition) it measures as it was.
  const lifted = new WeakMap();
  function lift(from) {
    const least = Math.min(innerWidth, innerHeight) * LEAST;
    for (const place of from.querySelectorAll('main *')) {
      if (place.closest('svg,.visually-hidden,.katex') || ![...place.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
      if (lifted.get(place) !== place.className && parseFloat(getComputedStyle(place).fontSize) >= least - 0.01) continue;
      lifted.set(place, place.className);
      place.style.fontSize = '2.6vmin';
    }
  }

  // P or N: names go at once, whatever the network does; the next picture comes without them.
  async function tellLess() {
    root.dataset.covered = '';
    try {
      const answer = await fetch(hide.action, { method: 'POST', body: new URLSearchParams(new FormData(hide)) });
      if (!answer.ok) return leave();
      if ((await answer.json()).privacy === stage()?.dataset.privacy) uncover();
    } catch { /* stays covered until the server is back and a new picture has come */ }
  }
  const uncover = () => delete root.dataset.covered;

  // Every few seconds: I am still here. And if I should not be, I hear so, also when the stream said nothing.
  async function pulse() {
    try {
      if ((await fetch(here, { cache: 'no-store' })).status === 404) leave();
    } catch { /* the stream comes back by itself, and so does this */ }
  }

  document.addEventListener('live:patched', () => { dress(); uncover(); });
  new MutationObserver(() => { if (root.dataset.net === 'gone') leave(); }).observe(root, { attributes: true, attributeFilter: ['data-net'] });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if ('pPnN'.includes(event.key)) tellLess();
    if ('cC'.includes(event.key)) location.assign(link.href);
  });
  addEventListener('resize', () => { const now = stage(); if (now) lift(now); });
  setInterval(pulse, PULSE);
  dress();
})();
