// The editor of questions. The form does all of this without script too, by a press that asks the server; here nobody waits.
(() => {
  'use strict';
  if (window.mooctangQuestions) return;
  window.mooctangQuestions = true;
  let made = 0;
  const $ = (query, from) => from.querySelector(query), $$ = (query, from) => [...from.querySelectorAll(query)];
  const list = (editor) => $('[data-q-items]', editor), items = (editor) => $$(':scope > [data-q-item]', list(editor));
  const changed = (editor) => editor.dispatchEvent(new Event('change', { bubbles: true }));

  function count(editor) {
    const rows = items(editor);
    rows.forEach((row, at) => {
      $('[data-q-no]', row).textContent = at + 1;
      $('[data-q-up]', row).disabled = at === 0;
      $('[data-q-down]', row).disabled = at === rows.length - 1;
    });
    const total = $('[data-q-count] b', editor);
    if (total && total.textContent !== String(rows.length)) total.textContent = rows.length;
    $('[data-q-none]', editor).hidden = rows.length > 0;
    for (const button of $$('[data-q-add]', editor)) button.disabled = rows.length >= +editor.dataset.most;
  }
  function letters(row) {
    $$('[data-q-letter]', row).forEach((place, at) => { place.textContent = String.fromCharCode(65 + (at % 26)); });
    $$('[data-q-number]', row).forEach((place, at) => { place.textContent = at + 1; });
    const rows = $$('[data-q-row]', row);
    rows.forEach((one, at) => {
      const up = $('[data-row-up]', one), down = $('[data-row-down]', one);
      if (up) { up.disabled = at === 0; down.disabled = at === rows.length - 1; }
    });
  }
  // A new question is a copy of the empty one, under a name of its own.
  function add(editor, kind) {
    const word = `new${Date.now().toString(36)}${++made}`, copy = $(`template[data-q-new="${kind}"]`, editor).content.cloneNode(true);
    for (const node of copy.querySelectorAll('*'))
      for (const at of [...node.attributes]) if (at.value.includes('new0')) at.value = at.value.split(/\s+/).map((part) => part.replace(/(^|[-\s])new0(?=$|[.\-\s])/, `$1${word}`)).join(' ');
    for (const node of copy.querySelectorAll('button[name=do]')) node.value = node.value.replace(/ new0$/, ` ${word}`);
    list(editor).append(copy);
    const row = list(editor).lastElementChild;
    count(editor);
    letters(row);
    sort(row);
    $('[data-q-text]', row).focus({ preventScroll: true });
    row.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    changed(editor);
  }
  function remove(editor, row) {
    const next = row.nextElementSibling || row.previousElementSibling, after = row.nextElementSibling;
    row.remove();
    count(editor);
    changed(editor);
    (next ? $('summary', next) : $('[data-q-add]', editor)).focus();
    undo(editor, () => { after?.isConnected ? after.before(row) : list(editor).append(row); count(editor); changed(editor); $('summary', row).focus(); });
  }
  function undo(editor, run) {
    const words = window.mooctang?.words() || {}, said = document.createElement('span');
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-link', textContent: words.undo });
    button.addEventListener('click', run, { once: true });
    said.append(editor.dataset.removed, ' ', button);
    window.mooctang?.toast(said);
  }
  function move(row, down, button) {
    const other = down ? row.nextElementSibling : row.previousElementSibling;
    if (other) down ? other.after(row) : other.before(row);
    return () => (button.disabled ? row.querySelector(down ? '[data-q-up],[data-row-up]' : '[data-q-down],[data-row-down]') : button)?.focus();
  }
  // One more row of options: a copy of the last, empty, under a name that no other has.
  function more(box) {
    const rows = $$('[data-q-row]', box), last = rows.at(-1), row = last.cloneNode(true), word = `new${Date.now().toString(36)}${++made}`;
    for (const field of row.querySelectorAll('[name]')) {
      field.name = field.name.replace(/^(.*?\.(?:o|m|mi|right|a))\.[^.]+/, `$1.${word}`);
      if (field.id) field.id += word;
      if (field.matches('[type=radio]')) field.value = word;
      if (field.matches('[type=radio],[type=checkbox]')) field.checked = false;
      else if (!field.matches('select,[type=checkbox]')) field.value = '';
      field.removeAttribute('aria-invalid');
    }
    last.after(row);
    letters(box);
    $('textarea,input:not([type=hidden]):not([type=radio]):not([type=checkbox])', row).focus();
  }
  function drop(row, box) {
    if ($$('[data-q-row]', box).length > 1) { ($('textarea,input', row.nextElementSibling || row.previousElementSibling) || row).focus(); row.remove(); }
    else for (const field of row.querySelectorAll('textarea,input:not([type=radio]):not([type=checkbox])')) field.value = '';
    letters(box);
    box.dispatchEvent(new Event('change', { bubbles: true }));
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('button'), editor = button?.closest('[data-questions]');
    if (!editor) return;
    const does = button.dataset, row = button.closest('[data-q-item]'), inner = button.closest('[data-q-row]');
    const take = (step) => { event.preventDefault(); step(); };
    if ('qAdd' in does) take(() => add(editor, does.qAdd));
    else if ('qRemove' in does) take(() => remove(editor, row));
    else if ('qUp' in does || 'qDown' in does) take(() => { const focus = move(row, 'qDown' in does, button); count(editor); focus(); changed(editor); });
    else if ('rowUp' in does || 'rowDown' in does) take(() => { const focus = move(inner, 'rowDown' in does, button); letters(row); focus(); changed(editor); });
    else if ('qMore' in does) take(() => more(row));
    else if ('qDrop' in does) take(() => drop(inner, row));
  });
  document.addEventListener('input', ({ target }) => {
    if (!target.matches?.('[data-q-text]')) return;
    target.closest('[data-q-item]').querySelector('[data-q-line]').textContent = target.value.split('\n').find((line) => line.trim())?.slice(0, 60) || '';
  });
  // Enter in a short field of a question is no wish to publish.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.matches?.('[data-questions] input')) event.preventDefault();
  });

  // Areas of a picture: drawn with a pointer, or written as numbers.
  const SVG = 'http://www.w3.org/2000/svg';
  const side = (row, word) => $(`[data-side="${word}"]`, row);
  function drawAreas(box) {
    const board = $('[data-areas-drawn]', box);
    board.replaceChildren(...$$('[data-q-row]', box).map((row) => {
      const [x, y, w, h] = ['x', 'y', 'w', 'h'].map((word) => +side(row, word).value || 0), round = $('select', row).value === 'circle';
      const shape = document.createElementNS(SVG, round ? 'ellipse' : 'rect');
      const facts = round ? { cx: x + w / 2, cy: y + h / 2, rx: w / 2, ry: h / 2 } : { x, y, width: w, height: h };
      for (const [name, value] of Object.entries({ ...facts, class: 'area' })) shape.setAttribute(name, value);
      return shape;
    }));
  }
  document.addEventListener('pointerdown', (event) => {
    const picture = event.target.closest?.('[data-areas-picture]');
    if (!picture) return;
    event.preventDefault();
    const box = picture.closest('[data-areas]'), edge = picture.getBoundingClientRect();
    let row = $$('[data-q-row]', box).find((one) => !side(one, 'w').value);
    if (!row) { more(box); row = $$('[data-q-row]', box).at(-1); }
    const at = (e) => [(e.clientX - edge.left) / edge.width, (e.clientY - edge.top) / edge.height].map((part) => Math.min(100, Math.max(0, part * 100)));
    const [x0, y0] = at(event);
    const drag = (e) => {
      const [x1, y1] = at(e), put = (word, value) => { side(row, word).value = Math.round(value * 10) / 10; };
      put('x', Math.min(x0, x1)); put('y', Math.min(y0, y1)); put('w', Math.max(1, Math.abs(x1 - x0))); put('h', Math.max(1, Math.abs(y1 - y0)));
      drawAreas(box);
    };
    picture.setPointerCapture(event.pointerId);
    picture.addEventListener('pointermove', drag);
    picture.addEventListener('pointerup', (e) => { drag(e); picture.removeEventListener('pointermove', drag); box.dispatchEvent(new Event('change', { bubbles: true })); }, { once: true });
  });
  document.addEventListener('input', ({ target }) => { const box = target.closest?.('[data-areas]'); if (box && target.closest('[data-q-row]')) drawAreas(box); });
  document.addEventListener('change', ({ target }) => {
    const picture = target.matches?.('[data-q-item] input[type=file]') && $('[data-areas-picture]', target.closest('[data-q-item]'));
    if (!picture || !target.files[0]) return;
    $('img', picture).src = URL.createObjectURL(target.files[0]);
    picture.hidden = false;
  });

  function sort(row) {
    for (const box of $$('[data-q-sort]', row))
      if (window.Sortable && !box.sorting) box.sorting = new Sortable(box, { handle: '[data-row-grip]', animation: 120, onEnd: () => { letters(row); changed(row); } });
  }
  function ready() {
    for (const editor of document.querySelectorAll('[data-questions]')) {
      count(editor);
      items(editor).forEach((row) => { letters(row); sort(row); });
      for (const box of $$('[data-areas]', editor)) drawAreas(box);
      if (window.Sortable && !editor.sorting) editor.sorting = new Sortable(list(editor), { handle: '[data-grip]', draggable: '[data-q-item]', animation: 120, onEnd: () => { count(editor); changed(editor); } });
    }
  }
  document.addEventListener('htmx:afterSettle', ready);
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', ready) : ready();
})();
