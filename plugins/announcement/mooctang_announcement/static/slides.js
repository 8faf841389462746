// Slides: one page of a PDF, drawn where a face says so, and drawn anew when the face names another page.
// The drawing stands in a shadow of its own, so that a fragment that comes again does not wipe it.
(() => {
  'use strict';
  let library = null;
  const books = new Map(), drawn = new WeakMap();
  const lib = (place) => (library ??= import(place.dataset.lib).then((pdf) => {
    pdf.GlobalWorkerOptions.workerSrc = place.dataset.worker;
    return pdf;
  }));
  function book(place) {
    const { pdf, lib: address } = place.dataset;
    if (!books.has(pdf)) {
      const beside = address.slice(0, address.lastIndexOf('/') + 1);
      books.set(pdf, lib(place).then((made) => made.getDocument({
        url: pdf, cMapUrl: `${beside}cmaps/`, cMapPacked: true, useWasm: false, wasmUrl: `${beside}wasm/`, isEvalSupported: false, enableXfa: false,
      }).promise));
    }
    return books.get(pdf);
  }
  function stage(place) {
    const root = place.shadowRoot || place.attachShadow({ mode: 'open' });
    if (!root.firstChild) {
      const canvas = document.createElement('canvas');
      Object.assign(canvas.style, { display: 'block', margin: 'auto', maxWidth: '100%', maxHeight: '100%' });
      canvas.setAttribute('role', 'img');
      root.append(canvas);
    }
    return root.firstChild;
  }
  async function show(place) {
    const { width, height } = place.getBoundingClientRect(), { page, pdf, label } = place.dataset;
    const wanted = `${pdf}#${page}@${Math.round(width)}x${Math.round(height)}`;
    if (!width || drawn.get(place) === wanted) return;
    drawn.set(place, wanted);
    try {
      const slides = await book(place), sheet = await slides.getPage(Math.min(+page, slides.numPages));
      if (drawn.get(place) !== wanted) return;
      tell(place, slides.numPages);
      const whole = sheet.getViewport({ scale: 1 });
      const scale = Math.min(width / whole.width, height > 40 && 'fit' in place.dataset ? height / whole.height : Infinity);
      const view = sheet.getViewport({ scale: scale * Math.min(2, devicePixelRatio || 1) });
      const fresh = document.createElement('canvas');
      fresh.width = view.width;
      fresh.height = view.height;
      await sheet.render({ canvas: fresh, canvasContext: fresh.getContext('2d'), viewport: view }).promise;
      if (drawn.get(place) !== wanted) return;
      const canvas = stage(place);
      canvas.width = fresh.width;
      canvas.height = fresh.height;
      canvas.getContext('2d').drawImage(fresh, 0, 0);
      Object.assign(canvas.style, { width: `${Math.floor(whole.width * scale)}px`, height: 'auto' });
      canvas.setAttribute('aria-label', label || '');
      place.dataset.drawn = page;
    } catch {
      // What stands in the page itself (a link to the file) is read instead; the next picture tries again.
      drawn.delete(place);
      books.delete(pdf);
      place.dataset.failed = '';
    }
  }
  // How many pages there are is known to whoever opened the file; the server hears it once from a teacher's page.
  function tell(place, pages) {
    if (!place.dataset.count || +place.dataset.pages === pages) return;
    const token = document.querySelector('meta[name="csrf-token"]')?.content || '';
    fetch(place.dataset.count, { method: 'POST', body: new URLSearchParams({ pages, csrf_token: token }), headers: { 'X-CSRF-Token': token } }).catch(() => {});
  }
  const all = () => document.querySelectorAll('[data-pdf]').forEach(show);
  let rest = 0;
  addEventListener('resize', () => { clearTimeout(rest); rest = setTimeout(all, 200); });
  for (const name of ['live:patched', 'htmx:afterSettle', 'form:sent']) document.addEventListener(name, all);
  new MutationObserver(all).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-page', 'data-pdf'] });
  all();
})();
