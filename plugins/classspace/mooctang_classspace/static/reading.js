// Earlier and later messages as one reads on, and how far one has read.
(() => {
  'use strict';
  const cs = window.mooctang.space;
  if (!cs) return;
  const { $, $$, page, root, log, other, at, number, dress, known, put, atBottom } = cs;
  let busy = false, reading = 0;

  function earlier() {
    let link = $('[data-earlier]');
    if (!link && at.low > 1) {
      const way = $('.cs-way');
      link = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-quiet btn-s', textContent: '…' });
      link.dataset.earlier = '';
      way.append(link);
      watch.observe(link);
    }
    if (link && at.low <= 1) link.remove();
  }
  async function more(up) {
    if (busy || (up ? at.low <= 1 : at.whole)) return;
    busy = true;
    try {
      const nodes = await cs.part(up ? { before: at.low } : { after: at.high }), height = root.scrollHeight, top = root.scrollTop;
      if (up) {
        log.prepend(...nodes.map((one) => dress(one)).filter((one) => !known(one)));
        at.low = Math.max(1, Math.min(at.low, ...nodes.map(number).filter(Boolean)));
        if (Math.abs(root.scrollTop - top) < 2) root.scrollTop = top + root.scrollHeight - height;
        earlier();
      } else { put(nodes); at.whole = at.high >= at.last; if (at.whole) $('[data-later]')?.remove(); }
    } catch { mooctang.toast(mooctang.words().unsent); }
    busy = false;
  }
  const watch = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && more('earlier' in one.target.dataset)), { rootMargin: '300px' });
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('[data-earlier],[data-later]');
    if (link) { event.preventDefault(); more('earlier' in link.dataset); }
  });
  for (const link of $$('[data-earlier],[data-later]')) watch.observe(link);

  function say() {
    clearTimeout(reading);
    reading = 0;
    if (at.high <= at.read || !atBottom()) return;
    at.read = at.high;
    const body = new URLSearchParams({ csrf_token: cs.token(), n: at.high, ...(other && { with: other }) });
    navigator.sendBeacon?.(page.dataset.read, body) || fetch(page.dataset.read, { method: 'POST', body, keepalive: true }).catch(() => {});
  }
  const seen = (soon = false) => { if (!document.hidden && at.high > at.read) reading ||= setTimeout(say, soon ? 1000 : 20000 + Math.random() * 10000); };
  document.addEventListener('visibilitychange', () => (document.hidden ? say() : seen()));
  addEventListener('pagehide', say);
  Object.assign(cs, { earlier, seen });
})();
