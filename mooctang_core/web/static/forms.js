// Forms with rows that come and go, and grids that are filled in with the keyboard. Loaded by pages that have such forms.
(() => {
  'use strict';
  let made = 0;
  const items = (list) => [...list.querySelectorAll(':scope > [data-seq-items] > [data-seq-item]')];

  function number(list) {
    const rows = items(list);
    rows.forEach((row, at) => {
      const up = row.querySelector('[data-seq-up]'), down = row.querySelector('[data-seq-down]');
      if (up) up.disabled = at === 0;
      if (down) down.disabled = at === rows.length - 1;
    });
    const add = list.querySelector(':scope > [data-seq-add]');
    if (add) add.disabled = rows.length >= +list.dataset.max;
    for (const row of rows) { const del = row.querySelector('[data-seq-del]'); if (del) del.disabled = rows.length <= +list.dataset.min; }
  }
  // Every id in a new row gets a tail of its own, and what points at it follows.
  function rename(row) {
    const tail = `-n${++made}`;
    for (const node of row.querySelectorAll('[id]')) {
      const old = node.id;
      node.id = old + tail;
      for (const attribute of ['for', 'aria-describedby', 'aria-labelledby'])
        for (const other of row.querySelectorAll(`[${attribute}~="${CSS.escape(old)}"]`))
          other.setAttribute(attribute, other.getAttribute(attribute).split(' ').map((word) => (word === old ? node.id : word)).join(' '));
    }
    // Radios of two rows must not be one group; the server looks at the value, not at this name.
    for (const radio of row.querySelectorAll('input[type=radio]')) radio.name += tail;
  }
  function add(list) {
    if (items(list).length >= +list.dataset.max) return;
    const row = new DOMParser().parseFromString(decodeURIComponent(list.dataset.proto), 'text/html').body.firstElementChild;
    rename(row);
    list.querySelector(':scope > [data-seq-items]').append(row);
    window.htmx?.process(row);
    window.mooctang?.refresh(row);
    number(list);
    row.querySelector('input:not([type=hidden]),textarea,select')?.focus();
  }
  function remove(row, list) {
    (row.nextElementSibling || row.previousElementSibling || list).querySelector('input:not([type=hidden]),textarea,select,[data-seq-add]')?.focus();
    row.remove();
    number(list);
  }
  function move(row, list, down) {
    const other = down ? row.nextElementSibling : row.previousElementSibling;
    if (!other) return;
    down ? other.after(row) : other.before(row);
    number(list);
    const button = row.querySelector(down ? '[data-seq-down]' : '[data-seq-up]');
    (button.disabled ? row.querySelector(down ? '[data-seq-up]' : '[data-seq-down]') : button)?.focus();
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-seq-add],[data-seq-del],[data-seq-up],[data-seq-down]');
    if (!button) return;
    const list = button.closest('[data-seq]'), row = button.closest('[data-seq-item]'), does = button.dataset;
    if ('seqAdd' in does) add(list);
    else if ('seqDel' in does) remove(row, list);
    else move(row, list, 'seqDown' in does);
  });

  // Secrets may be looked at; Enter in a grid goes down, as in a sheet.
  document.addEventListener('click', (event) => {
    const eye = event.target.closest?.('[data-reveal]');
    if (!eye) return;
    const input = document.getElementById(eye.dataset.reveal), show = input.type === 'password';
    input.type = show ? 'text' : 'password';
    eye.setAttribute('aria-pressed', show);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !event.target.matches?.('table[data-edit] input')) return;
    event.preventDefault();
    const cell = event.target.closest('td'), row = cell.parentElement[event.shiftKey ? 'previousElementSibling' : 'nextElementSibling'];
    const next = row?.cells[cell.cellIndex]?.querySelector('input');
    next ? (next.focus(), next.select()) : event.target.dispatchEvent(new Event('change', { bubbles: true }));
  });
  document.addEventListener('input', ({ target }) => {
    const left = target.maxLength > 0 && document.getElementById(`left-${target.id}`);
    if (left) left.textContent = `${target.value.length} / ${target.maxLength}`;
  });

  // Dragging is extra: the buttons do the same (WCAG 2.5.7).
  function ready(from = document) {
    for (const list of from.querySelectorAll('[data-seq]')) number(list);
    if (!window.Sortable) return;
    for (const box of from.querySelectorAll('[data-sortable]'))
      if (!box.sorting) box.sorting = new Sortable(box, { handle: '[data-grip]', animation: 120, onEnd: () => box.dispatchEvent(new CustomEvent('sorted', { bubbles: true })) });
  }
  document.addEventListener('sorted', (event) => { const list = event.target.closest('[data-seq]'); if (list) number(list); });
  document.addEventListener('htmx:afterSettle', () => ready());
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', () => ready()) : ready();
})();
