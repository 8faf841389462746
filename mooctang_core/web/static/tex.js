// Formulas: <span data-tex="m_1"> is drawn by KaTeX; without it the source stays readable.
(() => {
  'use strict';
  function draw() {
    for (const place of document.querySelectorAll('[data-tex]')) {
      if (place.drawn === place.dataset.tex && place.querySelector('.katex')) continue;
      katex.render(place.dataset.tex, place, { throwOnError: false, trust: false, maxExpand: 100, displayMode: 'display' in place.dataset });
      place.drawn = place.dataset.tex;
    }
  }
  for (const name of ['live:patched', 'htmx:afterSettle']) document.addEventListener(name, draw);
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', draw) : draw();
})();
