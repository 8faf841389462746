// Saying something: at once in the list, kept until the server has it.
(() => {
  'use strict';
  const cs = window.mooctang.space;
  if (!cs) return;
  const { $, page, log, form, text, me, other, at, atBottom, toBottom } = cs;
  const quote = $('[data-quote]'), line = $('[data-to]'), name = `mooctang-draft:chat:${page.dataset.store}`;
  const load = () => { try { return JSON.parse(localStorage.getItem(name)) || []; } catch { return []; } };
  let waiting = load(), sending = false, tries = 0, again = 0;
  const keep = () => { try { waiting.length ? localStorage.setItem(name, JSON.stringify(waiting)) : localStorage.removeItem(name); } catch { /* a private window: kept in this page */ } };
  function shown(job) {
    const node = document.createElement('article'), bubble = document.createElement('div'), said = document.createElement('p'), tick = document.createElement('span');
    node.className = 'cs-line cs-wait';
    Object.assign(node.dataset, { key: job.key, at: Date.now(), mine: '', by: me });
    bubble.className = 'cs-bubble';
    said.className = 'cs-text';
    said.dir = 'auto';
    said.textContent = job.text || job.name || '';
    tick.className = 'cs-tick';
    tick.setAttribute('role', 'img');
    tick.setAttribute('aria-label', form.dataset.sending);
    bubble.append(said);
    node.append(bubble, tick);
    log.append(node);
    $('.cs-none')?.setAttribute('hidden', '');
    return node;
  }
  const nodeOf = (job) => $(`.cs-wait[data-key="${CSS.escape(job.key)}"]`, log);
  function push(job) {
    waiting.push(job);
    keep();
    if (!nodeOf(job)) shown(job);
    if (at.whole) toBottom();
    next();
  }
  async function next() {
    clearTimeout(again);
    const job = waiting[0];
    if (!job || sending) return;
    sending = true;
    const body = new URLSearchParams({ csrf_token: cs.token(), idem: job.key, text: job.text, quote: job.quote || '', ...(job.upload && { upload: job.upload }), ...(other && { with: other }) });
    let answer = null;
    try { answer = await fetch(form.getAttribute('action'), { method: 'POST', body, headers: { 'HX-Request': 'true' }, signal: AbortSignal.timeout?.(20000) }); } catch { /* no network */ }
    sending = false;
    if (!answer || [408, 429, 500, 502, 503, 504, 507].includes(answer.status)) return later(answer);
    waiting.shift();
    tries = 0;
    keep();
    answer.ok && !answer.redirected ? await sent(job, answer) : await refused(job, answer);
    next();
  }
  function later(answer) {
    tries += 1;
    document.documentElement.dataset.unsent = '';
    const wait = +answer?.headers.get('Retry-After') * 1000 || Math.min(15000, 1000 * 2 ** tries);
    again = setTimeout(next, wait * (0.5 + Math.random() / 2));
  }
  async function sent(job, answer) {
    delete document.documentElement.dataset.unsent;
    const { n } = await answer.json(), node = nodeOf(job);
    if (node) { node.dataset.n = n; node.classList.replace('cs-wait', 'cs-sent'); tickOff(node); }
    at.read = Math.max(at.read, n);
    // The stream brings it as the others see it; where there is none it is asked for.
    setTimeout(() => { if ($('.cs-sent', log)) cs.catchUp(true); }, 2500);
  }
  const tickOff = (node) => { const tick = $('.cs-tick', node); tick?.removeAttribute('role'); tick?.removeAttribute('aria-label'); tick?.setAttribute('aria-hidden', 'true'); };
  async function refused(job, answer) {
    delete document.documentElement.dataset.unsent;
    const node = nodeOf(job), said = cs.saidIn(await answer.text()) || mooctang.words().failed;
    if (!node) return mooctang.toast(said);
    const note = Object.assign(document.createElement('p'), { className: 'cap badc cs-why', textContent: said }), acts = document.createElement('span');
    note.setAttribute('role', 'alert');
    for (const [label, act] of [[form.dataset.resend, () => push({ ...job, key: cs.newKey() })], [form.dataset.drop, () => {}]]) {
      const made = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-link btn-s', textContent: label });
      made.addEventListener('click', () => { node.remove(); act(); });
      acts.append(made);
    }
    note.append(acts);
    node.classList.add('cs-failed');
    node.append(note);
    if (atBottom()) toBottom();
  }
  addEventListener('online', () => { tries = 0; setTimeout(next, Math.random() * 1500); });
  function answerTo(n = '', who = '', what = '') {
    quote.value = n;
    $('[data-to-name]', line).textContent = who;
    $('[data-to-text]', line).textContent = what;
    line.hidden = !n;
  }
  // Before the page's own script would send it as an ordinary form.
  addEventListener('submit', (event) => { if (event.target === form) { event.preventDefault(); event.stopImmediatePropagation(); submit(); } }, true);
  function submit() {
    const said = text.value.trim();
    if (!said) return text.focus();
    if (said.length > +text.dataset.most) return mooctang.toast(`${said.length} / ${text.dataset.most}`);
    push({ key: cs.newKey(), text: said, quote: quote.value });
    text.value = text.style.height = '';
    answerTo();
    text.focus();
  }
  text?.addEventListener('keydown', (event) => {
    const desk = matchMedia('(pointer:fine)').matches;
    if (event.key === 'Enter' && !event.isComposing && (event.ctrlKey || event.metaKey || (desk && !event.shiftKey))) { event.preventDefault(); submit(); }
  });
  // What the last visit could not send goes on from here.
  function resume() { for (const job of waiting) if (!nodeOf(job)) shown(job); next(); }
  Object.assign(cs, { shown, push, answerTo, resume, writing: () => text?.value || waiting.length });
})();
