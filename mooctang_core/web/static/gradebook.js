// The gradebook: a cell explains itself in the page, and rules to try are worked out while one types.
(() => {
  'use strict';
  const $ = (query, from = document) => from.querySelector(query), $$ = (query, from = document) => [...from.querySelectorAll(query)];
  const page = async (address) => {
    const answer = await fetch(address, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(answer.status);
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  };

  // --- why is it this number? -----------------------------------------------------------------------------------------------
  const box = $('#why-box');
  document.addEventListener('click', async (event) => {
    const link = event.target.closest?.('a.why');
    if (!link || !box?.showModal || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const found = $('#why', await page(link.href));
      found.classList.remove('card2', 'pad');
      $('[data-why]', box).replaceChildren(found);
      if (!box.open) box.showModal();
      found.tabIndex = -1;
      found.focus();
    } catch { location.assign(link.href); }
  });
  box?.addEventListener('click', (event) => { if (event.target === box) box.close(); });

  // --- other rules, tried ----------------------------------------------------------------------------------------------------
  const form = $('form[data-try]');
  if (!form) return;
  let waits = 0, asked = 0;
  const sum = () => { $('[data-sum]', form).value = $$('[data-weight]', form).reduce((all, field) => all + (+field.value || 0), 0); };
  async function attempt() {
    const mine = ++asked, address = `${form.getAttribute('action')}?${new URLSearchParams(new FormData(form))}`;
    try {
      const found = await page(address);
      if (mine === asked) $(`#${form.dataset.try}`).replaceWith($(`#${form.dataset.try}`, found));
    } catch { /* the button does the same */ }
  }
  form.addEventListener('input', () => { sum(); clearTimeout(waits); waits = setTimeout(attempt, 300); });
})();
