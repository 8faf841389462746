// The pairing page: six digits are sent as soon as they are there; and it waits until a teacher has read its own.
(() => {
  'use strict';
  const field = document.querySelector('.pair-code'), own = document.querySelector('[data-wait]');
  const normal = (text) => text.normalize('NFKC').replace(/\D/g, '').slice(0, 6);
  let composing = false;
  function take() {
    if (composing) return;
    const digits = normal(field.value), shown = digits.length > 3 ? `${digits.slice(0, 3)} ${digits.slice(3)}` : digits;
    if (field.value !== shown) field.value = shown;
    if (digits.length === 6) field.form.requestSubmit();
  }
  field.addEventListener('compositionstart', () => { composing = true; });
  field.addEventListener('compositionend', () => { composing = false; take(); });
  field.addEventListener('input', take);

  const began = Date.now();
  async function ask() {
    let next = Date.now() - began < 120000 ? 1000 : 3000;
    if (!document.hidden) {
      try {
        const answer = await fetch(own.dataset.wait, { cache: 'no-store' }), said = answer.ok ? await answer.json() : {};
        if (said.go) return location.replace(said.go);
        // New digits, but not under the hands of somebody who is typing.
        if (said.over && !field.value) return location.replace(location.pathname + location.search);
      } catch { next = 3000; }
    }
    setTimeout(ask, next);
  }
  if (own) ask();
})();
