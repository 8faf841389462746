// Emoji, replies, and the menu of a message: by its dots or a long press.
(() => {
  'use strict';
  const cs = window.mooctang.space;
  if (!cs) return;
  const { $, log, form, text, menu } = cs;
  document.addEventListener('click', (event) => {
    const at = (query) => event.target.closest?.(query), face = at('[data-emoji]'), dots = at('.cs-more'), reply = at('[data-reply]');
    if (face) { text.setRangeText(face.dataset.emoji, text.selectionStart, text.selectionEnd, 'end'); text.dispatchEvent(new Event('input', { bubbles: true })); text.focus(); }
    if (at('[data-not-to]')) { event.preventDefault(); cs.answerTo(); }
    if (dots && menu) { event.preventDefault(); open(dots.href); }
    if (reply && menu?.contains(reply) && form) {
      event.preventDefault();
      const from = reply.closest('[data-menu]').dataset;
      menu.close();
      cs.answerTo(from.n, from.name, from.text);
      text.focus();
    }
  });
  async function open(href) {
    try {
      const answer = await fetch(href);
      const inside = cs.parse(await answer.text()).querySelector('[data-menu]');
      if (!inside) return location.assign(href);
      menu.replaceChildren(inside);
      menu.showModal();
    } catch { mooctang.toast(mooctang.words().unsent); }
  }
  menu?.addEventListener('close', () => menu.replaceChildren());
  async function act(sentForm) {
    const body = new URLSearchParams(new FormData(sentForm)), label = $('button', sentForm).textContent.trim();
    menu.close();
    try {
      const answer = await fetch(sentForm.getAttribute('action'), { method: 'POST', body, headers: { 'HX-Request': 'true' } });
      if (!answer.ok) return mooctang.toast(cs.saidIn(await answer.text()) || mooctang.words().failed);
      mooctang.toast(`${label} ✓`, 3);
      setTimeout(() => cs.catchUp(true), 1500);
    } catch { mooctang.toast(mooctang.words().unsent); }
  }
  let press = 0;
  const letGo = () => clearTimeout(press);
  log.addEventListener('pointerdown', (event) => {
    const dots = event.target.closest?.('.cs-bubble')?.closest('article')?.querySelector('.cs-more');
    if (dots && event.pointerType !== 'mouse') press = setTimeout(() => open(dots.href), 550);
  });
  for (const end of ['pointerup', 'pointercancel', 'pointermove']) log.addEventListener(end, letGo, { passive: true });
  log.addEventListener('contextmenu', (event) => { if (event.target.closest?.('.cs-bubble') && matchMedia('(pointer:coarse)').matches) event.preventDefault(); });
  addEventListener('submit', (event) => {
    if ('do' in event.target.dataset && menu?.contains(event.target)) { event.preventDefault(); event.stopImmediatePropagation(); act(event.target); }
  }, true);
})();
