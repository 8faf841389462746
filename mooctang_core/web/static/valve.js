// The room valve: at the bell two thousand phones would strike in the same second. The server says over how many seconds they
// should spread (data-spread, from the number of open pages; nothing in a small room), and each waits a moment of its own.
(() => {
  'use strict';
  const AFTER = 10000, ROUND_THE_END = 3000, MARGIN = 1000;
  const all = (query) => [...document.querySelectorAll(query)];
  const spread = () => Math.max(0, ...all('[data-spread]').map((place) => +place.dataset.spread || 0));

  // Milliseconds to wait: none away from a bell, and never so long that a deadline which is still ahead would be missed.
  function delay(seconds, sinceBell, left, luck) {
    if (!(seconds > 0) || !(sinceBell >= 0 && sinceBell < AFTER)) return 0;
    return Math.round(Math.max(0, Math.min(seconds * 1000 * luck, left - MARGIN)));
  }

  // --- bells: something new is on the class page, or a clock runs out ------------------------------------------------------
  let rung = -Infinity, known = null;
  const cards = () => new Set(all('[data-activity]').map((card) => card.dataset.activity));
  function look() {
    const now = cards();
    if (known && [...now].some((id) => !known.has(id))) rung = Date.now();
    known = now;
  }
  document.addEventListener('live:patched', look);
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', look) : look();
  function wait() {
    const now = window.mooctang.now(), ends = all('[data-ends]').map((clock) => +clock.dataset.ends);
    const atEnd = ends.some((end) => Math.abs(end - now) < ROUND_THE_END);
    const left = Math.min(Infinity, ...ends.filter((end) => end > now).map((end) => end - now));
    return delay(spread(), atEnd ? 0 : Date.now() - rung, left, Math.random());
  }

  // --- opening: the link in hand, and what fragments ask for by themselves --------------------------------------------------
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[data-busy-word]');
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.hasAttribute('aria-busy')) return event.preventDefault();
    const moment = wait();
    if (!moment) return;
    event.preventDefault();
    const label = link.textContent;
    link.textContent = link.dataset.busyWord;
    link.setAttribute('aria-busy', 'true');
    setTimeout(() => { link.textContent = label; link.removeAttribute('aria-busy'); location.assign(link.href); }, moment);
  });
  document.addEventListener('htmx:confirm', (event) => {
    const { detail } = event, moment = detail.triggeringEvent || detail.question ? 0 : wait();
    if (!moment) return;
    event.preventDefault();
    setTimeout(() => detail.issueRequest(true), moment);
  });
  window.mooctang.valve = { delay, wait };
})();
