// 学生分组: dragging somebody into another group, and a bar that shows how many are chosen. Without it the boxes and the bar do the same.
(() => {
  'use strict';
  const board = document.getElementById('gp-board');
  if (!board) return;
  const form = () => document.getElementById('gp-move');
  const chosen = () => [...board.querySelectorAll('.gp-one input:checked')];

  function count() {
    const bar = form(), many = chosen().length;
    if (!bar) return;
    many ? (bar.dataset.some = '') : delete bar.dataset.some;
    const place = bar.querySelector('[data-picked]');
    if (place.textContent !== String(many)) place.textContent = many;
  }
  // Who is dragged takes along everybody who is chosen with them.
  function dropped(event) {
    if (event.from === event.to) return;
    const box = event.item.querySelector('input');
    if (!box.checked) for (const other of chosen()) other.checked = false;
    box.checked = true;
    form().querySelector('select').value = event.to.dataset.group;
    form().requestSubmit();
  }
  function ready() {
    board.classList.add('gp-scripted');
    // An assistant whom the teachers did not let hold the class looks on.
    if (window.Sortable && !document.body.dataset.without?.split(' ').includes(form()?.dataset.duty))
      for (const list of board.querySelectorAll('.gp-people'))
        list.dragging ||= new Sortable(list, {
          group: 'people', sort: false, animation: 120, delay: 180, delayOnTouchOnly: true, touchStartThreshold: 6, onEnd: dropped,
        });
    count();
  }
  // What was sent is done: nobody stays chosen by the browser's own memory.
  board.addEventListener('form:sent', () => { for (const box of chosen()) box.checked = false; });
  board.addEventListener('change', count);
  new MutationObserver(ready).observe(board, { childList: true, subtree: true });
  ready();
})();
