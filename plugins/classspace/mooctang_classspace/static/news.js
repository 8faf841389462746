// What is live: news go into the list without a jump; whoever reads further up is told how many came.
(() => {
  'use strict';
  const cs = window.mooctang.space;
  if (!cs) return;
  const { $, $$, page, log, other, at, number, put, atBottom, toBottom } = cs, pill = $('[data-newest]');
  let missed = 0, catching = false;

  async function part(query) {
    const to = new URL(page.dataset.part, location.href);
    for (const [name, value] of Object.entries(query)) to.searchParams.set(name, value);
    const answer = await fetch(to, { signal: AbortSignal.timeout?.(15000) });
    if (!answer.ok) throw new Error(answer.status);
    at.last = Math.max(at.last, +answer.headers.get('X-Last') || 0);
    return [...cs.parse(await answer.text()).querySelectorAll('article')];
  }
  const order = () => { const { quiet, pinned } = $('#fresh .cs-fresh')?.dataset || {}; return `${quiet} ${pinned}`; };
  let news = $('#fresh .cs-fresh')?.dataset.news, held = order();
  // The teacher pinned something or lets only teachers write: the page is another one, as soon as it disturbs nobody.
  const renew = () => { if (!cs.writing() && atBottom() && !cs.menu?.open) location.reload(); };
  async function patched() {
    const fresh = $('#fresh .cs-fresh');
    if (!fresh) return;
    if (other) { if (fresh.dataset.news !== news) { news = fresh.dataset.news; await catchUp(true); } return; }
    if (order() !== held) { held = order(); setTimeout(renew, Math.random() * 3000); }
    const nodes = $$('article', fresh), numbers = nodes.map(number).filter(Boolean), before = at.last;
    at.last = Math.max(at.last, +fresh.dataset.last);
    if (!at.whole) { put(nodes, at.high); return told(at.last - before); }
    const near = numbers.filter((n) => n > at.high);
    // Two thousand that have missed the same do not all ask in the same moment.
    if (near.length && Math.min(...near) > at.high + 1) return setTimeout(catchUp, Math.random() * 2000);
    follow(() => put(nodes));
  }
  async function catchUp(again = false) {
    if (catching) return;
    catching = true;
    try {
      if (again) { const nodes = await part({}); if (at.whole && Math.min(...nodes.map(number).filter(Boolean)) <= at.high + 1) follow(() => put(nodes)); }
      for (let turn = 0; at.whole && turn < 25 && at.high < at.last; turn += 1) { const nodes = await part({ after: at.high }); if (!nodes.some((one) => number(one) > at.high)) break; follow(() => put(nodes)); }
    } catch { /* the next news brings them */ } finally { catching = false; }
  }
  function follow(act) {
    const stay = !atBottom(), came = act();
    stay ? told(came) : (toBottom(), cs.seen());
    if (!stay) trim();
  }
  function told(came) {
    missed += came;
    if (!pill || missed <= 0) return;
    $('[data-count]', pill).textContent = missed > 99 ? '99+' : missed;
    pill.hidden = false;
  }
  function trim() {
    const lines = $$(':scope > article', log);
    if (lines.length < 400) return;
    for (const line of lines.slice(0, lines.length - 200)) line.remove();
    at.low = Math.min(...$$('[data-n]', log).map(number).filter(Boolean));
    cs.earlier();
  }
  pill?.addEventListener('click', () => {
    if (!at.whole) return location.assign(location.pathname + (other ? `?with=${encodeURIComponent(other)}` : ''));
    toBottom();
  });
  addEventListener('scroll', () => { if (atBottom() && at.whole) { missed = 0; if (pill) pill.hidden = true; cs.seen(); } }, { passive: true });
  document.addEventListener('live:patched', patched);
  Object.assign(cs, { part, catchUp });
})();
