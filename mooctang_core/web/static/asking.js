// Answering: things to put in order, and a place to point at. The fields beside them do the same without script.
(() => {
  'use strict';
  if (window.mooctangAsking) return;
  window.mooctangAsking = true;
  const $$ = (query, from = document) => [...from.querySelectorAll(query)];
  const rows = (list) => $$(':scope > [data-order-row]', list);

  // --- an order -------------------------------------------------------------------------------------------------------------
  function number(list) {
    const all = rows(list);
    all.forEach((row, at) => { row.querySelector('select').value = at + 1; });
    reach(list);
    list.dispatchEvent(new Event('change', { bubbles: true }));
  }
  function reach(list) {
    const all = rows(list);
    all.forEach((row, at) => {
      row.querySelector('[data-order-up]').disabled = at === 0;
      row.querySelector('[data-order-down]').disabled = at === all.length - 1;
    });
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-order-up],[data-order-down]');
    if (!button) return;
    const row = button.closest('[data-order-row]'), down = 'orderDown' in button.dataset, other = down ? row.nextElementSibling : row.previousElementSibling;
    if (other) down ? other.after(row) : other.before(row);
    number(row.parentElement);
    (button.disabled ? row.querySelector(down ? '[data-order-up]' : '[data-order-down]') : button).focus();
  });
  // A place that is chosen goes there; the others keep their order.
  document.addEventListener('change', ({ target }) => {
    if (!target.matches?.('[data-order-row] select') || !target.value) return;
    const row = target.closest('[data-order-row]'), list = row.parentElement, others = rows(list).filter((one) => one !== row);
    others.splice(target.value - 1, 0, row);
    list.append(...others);
    number(list);
    target.focus();
  });

  // --- a place in a picture ----------------------------------------------------------------------------------------------------
  const fields = (spot) => { const box = spot.closest('.q-spot'); return [box.querySelector('[data-spot-x]'), box.querySelector('[data-spot-y]')]; };
  function mark(spot) {
    const [x, y] = fields(spot), place = spot.querySelector('[data-spot-mark]'), there = x.value !== '' && y.value !== '';
    place.setAttribute('visibility', there ? 'visible' : 'hidden');
    if (there) place.setAttribute('transform', `translate(${+x.value} ${+y.value})`);
  }
  function put(spot, x, y) {
    fields(spot).forEach((field, n) => { field.value = Math.round(Math.min(100, Math.max(0, n ? y : x)) * 10) / 10; });
    mark(spot);
    fields(spot)[0].dispatchEvent(new Event('change', { bubbles: true }));
  }
  document.addEventListener('click', (event) => {
    const spot = event.target.closest?.('[data-spot]');
    if (!spot) return;
    const edge = spot.getBoundingClientRect();
    put(spot, ((event.clientX - edge.left) / edge.width) * 100, ((event.clientY - edge.top) / edge.height) * 100);
  });
  document.addEventListener('input', ({ target }) => { if (target.matches?.('[data-spot-x],[data-spot-y]')) mark(target.closest('.q-spot').querySelector('[data-spot]')); });

  function ready() {
    for (const list of $$('[data-arrange]')) {
      reach(list);
      if (window.Sortable && !list.sorting) list.sorting = new Sortable(list, { handle: '[data-order-grip]', animation: 120, onEnd: () => number(list) });
    }
  }
  document.addEventListener('htmx:afterSettle', ready);
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', ready) : ready();
})();
