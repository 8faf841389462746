// A sheet of questions: one a screen with forward and back, or all on one page; how many are answered, and a word before submitting
// what is not complete. After drafts.js.
(() => {
  'use strict';
  const form = document.getElementById('sheet');
  if (!form) return;
  const $ = (query, from = form) => from.querySelector(query), $$ = (query, from = form) => [...from.querySelectorAll(query)];
  const steps = $$('[data-step]'), one = $('[data-steps="one"]') && steps.length > 1, place = $('[data-sheet-at]');
  const submit = $('[data-submit]'), nav = $('[data-sheet-nav]');
  let at = 0;

  const filled = (field) => (field.type === 'radio' || field.type === 'checkbox' ? field.checked : field.type !== 'hidden' && field.type !== 'button' && field.value?.trim());
  const answered = (step) => $$('input,textarea,select', step).some(filled);
  const words = (text, n, m) => (text || '').replace('{n}', n).replace('{m}', m);

  function count() {
    if (!steps.length) return;
    const done = steps.filter(answered).length;
    if (place) place.textContent = one ? words(place.dataset.of, at + 1, steps.length) : words(place.dataset.done, done, steps.length);
    if (done < steps.length && submit?.dataset.unanswered) form.dataset.confirm = words(submit.dataset.unanswered, steps.length - done);
    else delete form.dataset.confirm;
    for (const [n, dot] of $$('[data-to]').entries()) {
      dot.classList.toggle('done', answered(steps[n]));
      n === at ? dot.setAttribute('aria-current', 'step') : dot.removeAttribute('aria-current');
    }
  }
  function show(to, focus = true) {
    at = Math.max(0, Math.min(steps.length - 1, to));
    steps.forEach((step, n) => { step.hidden = n !== at; });
    $('[data-prev]').hidden = at === 0;
    $('[data-next]').hidden = at === steps.length - 1;
    submit.hidden = at !== steps.length - 1;
    count();
    if (!focus) return;
    steps[at].tabIndex = -1;
    steps[at].focus({ preventScroll: true });
    scrollTo({ top: Math.max(0, form.getBoundingClientRect().top + scrollY - 8) });
  }
  function begin() {
    if (!steps.length) return;
    if (one && nav) {
      const dots = $('[data-dots]', nav);
      steps.forEach((_step, n) => {
        const dot = Object.assign(document.createElement('button'), { type: 'button', className: 'dot num', textContent: n + 1 });
        dot.dataset.to = n;
        dots.append(dot);
      });
      nav.hidden = false;
      const open = steps.findIndex((step) => !answered(step));
      show(open < 0 ? steps.length - 1 : open, false);
    } else count();
  }
  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-prev],[data-next],[data-to]');
    if (!button) return;
    show('to' in button.dataset ? +button.dataset.to : at + ('next' in button.dataset ? 1 : -1));
  });
  // Enter in a field goes on to the next question; only the last one submits.
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !one || at === steps.length - 1 || event.target.matches('textarea,button')) return;
    event.preventDefault();
    show(at + 1);
  });
  for (const name of ['input', 'change', 'sorted', 'sheet:filled']) form.addEventListener(name, count);
  begin();
})();
