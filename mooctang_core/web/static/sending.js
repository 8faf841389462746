// Forms on their way: the page's token and a key on each, asking first, sending again when the network is back. After app.js.
(() => {
  'use strict';
  const root = document.documentElement, $ = (query, from = document) => from.querySelector(query);
  const { toast, words, refresh } = window.mooctang;
  const meta = (name) => $(`meta[name="${name}"]`)?.content || '';
  const key = () => crypto.randomUUID?.() || Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, '0')).join('');

  // --- what each form carries: the page's token, and a key by which the same submit counts once -------------------------
  const isPost = (form) => form instanceof HTMLFormElement && form.method === 'post' && new URL(form.action, location).origin === location.origin;
  function field(form, name, value) {
    const held = form.querySelector(`input[type=hidden][name="${name}"]`);
    if (held) { if (!held.value) held.value = value(); return held; }
    const made = Object.assign(document.createElement('input'), { type: 'hidden', name, value: value() });
    form.prepend(made);
    return made;
  }
  function arm(form) {
    field(form, 'csrf_token', () => meta('csrf-token'));
    field(form, 'idem', key);
  }
  const renew = (form) => { const held = form?.querySelector?.('input[name=idem]'); if (held) held.value = key(); };

  // --- asking before what cannot be undone -------------------------------------------------------------------------------
  function ask(form, button) {
    const box = document.createElement('dialog'), text = document.createElement('p'), acts = document.createElement('div');
    box.className = 'sheet';
    text.textContent = form.dataset.confirm;
    acts.className = 'acts even';
    const choice = (label, look, act) => {
      const made = Object.assign(document.createElement('button'), { type: 'button', textContent: label, className: `btn btn-xl ${look}` });
      made.addEventListener('click', () => { box.close(); act(); });
      acts.append(made);
    };
    choice(words().cancel || '', 'btn-quiet', () => {});
    choice((button?.querySelector('.when-idle') || button)?.textContent.trim() || '', 'btn-primary', () => { form.confirmed = true; form.requestSubmit(button); });
    const inside = document.createElement('div');
    inside.className = 'sheet-in';
    inside.append(text, acts);
    box.append(inside);
    box.addEventListener('close', () => box.remove());
    document.body.append(box);
    box.showModal();
  }

  // The browser says it at the field, before anything is on its way.
  function tooLarge(form) {
    const wrong = [...form.querySelectorAll('[data-files] input[type=file]')].find((field) => {
      const box = field.closest('[data-files]'), most = +box.dataset.limit << 20, large = [...field.files].find((file) => file.size > most);
      const many = field.files.length + box.querySelectorAll('input[type=checkbox]:checked').length > +box.dataset.files;
      field.setCustomValidity(large ? `${large.name}: ${box.dataset.large}` : many ? box.dataset.many : '');
      return large || many;
    });
    wrong?.reportValidity();
    return Boolean(wrong);
  }
  document.addEventListener('change', (event) => { if (event.target.matches?.('[data-files] input')) tooLarge(event.target.form); });

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!isPost(form)) return;
    if (form.dataset.confirm && !form.confirmed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return ask(form, event.submitter);
    }
    form.confirmed = false;
    if (tooLarge(form)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if ('busy' in form.dataset) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    arm(form);
    if ('retry' in form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return send(form, event.submitter);
    }
    if (form.hasAttribute('hx-post') || form.target === '_blank') return;
    busy(form, true);
  }, true);
  // After the browser has read the values: a disabled button would not send its own name.
  function busy(form, on) {
    on ? (form.dataset.busy = '') : delete form.dataset.busy;
    form.setAttribute('aria-busy', on);
    setTimeout(() => { for (const button of form.querySelectorAll('button[type=submit]')) if (on || 'held' in button.dataset) { button.disabled = on; on ? (button.dataset.held = '') : delete button.dataset.held; } });
  }
  addEventListener('pageshow', (event) => { if (event.persisted) document.querySelectorAll('form[data-busy]').forEach((form) => busy(form, false)); });

  // --- forms marked data-retry: kept and sent again with the same key until the network is back --------------------------
  const PATIENCE = 10 * 60000, waiting = new Set(), held = new Set();
  function read(form, button) {
    const data = new FormData(form);
    if (button?.name) data.append(button.name, button.value);
    // Without a file the plain encoding is smaller, and the server reads both alike.
    return [...data.values()].some((value) => value instanceof File && value.size) ? data : new URLSearchParams(data);
  }
  function send(form, button) {
    const job = { form, body: read(form, button), to: button?.getAttribute('formaction') || form.getAttribute('action') || location.href, since: Date.now(), tries: 0 };
    busy(form, true);
    const moment = window.mooctang.valve?.wait() || 0;
    if (!moment) return attempt(job);
    held.add(job);
    job.timer = setTimeout(attempt, moment, job);
  }
  // Whoever leaves the page while their answer still waits for its moment: it goes now.
  const letGo = () => { for (const job of held) attempt(job, true); };
  addEventListener('pagehide', letGo);
  document.addEventListener('visibilitychange', () => document.hidden && letGo());
  const placeOf = (form) => $(form.dataset.into || null) || form.closest('[data-face]');
  async function attempt(job, leaving = false) {
    clearTimeout(job.timer);
    held.delete(job);
    job.tries += 1;
    job.sent = Date.now();
    let answer;
    // Without a place for the answer the page is told by its stream: then the word that it was taken is enough.
    const prefer = placeOf(job.form) ? {} : { Prefer: 'return=minimal' };
    try {
      answer = job.body instanceof FormData ? await upload(job, { 'HX-Request': 'true', Accept: 'text/html', ...prefer }) : await fetch(job.to, { method: 'POST', body: job.body, headers: { 'HX-Request': 'true', Accept: 'text/html', ...prefer }, keepalive: leaving, signal: AbortSignal.timeout?.(20000) });
    } catch { return later(job); }
    const wait = +answer.headers.get('Retry-After');
    if ([502, 503, 504].includes(answer.status) && Date.now() - job.since < PATIENCE) return later(job, wait);
    settle(job, answer);
  }
  // A file takes as long as it takes, and a bar says how far it is; what is too large is not sent at all.
  function upload(job, headers) {
    const bar = Object.assign(document.createElement('progress'), { className: 'upload-bar', max: 1, value: 0 });
    const asked = new XMLHttpRequest();
    job.form.append(bar);
    return new Promise((resolve, reject) => {
      asked.open('POST', job.to);
      for (const [name, value] of Object.entries(headers)) asked.setRequestHeader(name, value);
      asked.upload.addEventListener('progress', ({ loaded, total }) => { if (total) bar.value = loaded / total; });
      asked.addEventListener('error', reject);
      asked.addEventListener('abort', reject);
      asked.addEventListener('load', () => resolve({
        ok: asked.status >= 200 && asked.status < 300, status: asked.status, url: asked.responseURL, text: async () => asked.responseText,
        headers: { get: (name) => asked.getResponseHeader(name) }, redirected: asked.responseURL.split('?')[0] !== new URL(job.to, location).href.split('?')[0],
      }));
      asked.send(job.body);
    }).finally(() => bar.remove());
  }
  function later(job, wait = 0) {
    if (Date.now() - job.since > PATIENCE) { done(job); return toast(words().unsent); }
    waiting.add(job);
    job.form.dataset.unsent = root.dataset.unsent = '';
    job.timer = setTimeout(attempt, Math.max(wait * 1000, Math.min(15000, 1000 * 2 ** job.tries)) * (0.5 + Math.random() / 2), job);
  }
  function done(job) {
    waiting.delete(job);
    delete job.form.dataset.unsent;
    if (!waiting.size) delete root.dataset.unsent;
    busy(job.form, false);
  }
  async function settle(job, answer) {
    const { form } = job, place = placeOf(form);
    done(job);
    if (answer.redirected) return answer.url.split('#')[0] === location.href.split('#')[0] ? location.reload() : location.assign(answer.url);
    const html = await answer.text();
    if (answer.ok) {
      renew(form);
      form.dispatchEvent(new CustomEvent('form:sent', { bubbles: true }));
      if (place) morph(place, html);
      else if (html || answer.status === 204) pushed(form, job);
    } else refuse(form, html);
  }
  // Where the page is live its own fragment brings the news; where it is not, the page is asked for again.
  let patched = 0;
  document.addEventListener('live:patched', () => { patched = Date.now(); });
  function pushed(form, job) {
    if (root.dataset.net !== 'on') return location.reload();
    if (patched > job.sent) return; // the news was quicker than the answer
    busy(form, true);
    const late = setTimeout(() => location.reload(), 3000);
    document.addEventListener('live:patched', () => { clearTimeout(late); busy(form, false); }, { once: true });
  }
  function morph(place, html) {
    if (window.Idiomorph) Idiomorph.morph(place, html, { morphStyle: 'innerHTML' });
    else place.innerHTML = html;
    window.htmx?.process(place);
    refresh(place);
  }
  // Said at the form itself, once; the key changes because the next try is another one.
  function refuse(form, html) {
    renew(form);
    const page = new DOMParser().parseFromString(html, 'text/html'), again = form.id && page.getElementById(form.id);
    if (again) return redrawn(form, again);
    let place = form.querySelector(':scope > .form-answer');
    if (!place) { place = document.createElement('div'); place.className = 'form-answer'; place.setAttribute('role', 'alert'); form.prepend(place); }
    const part = page.querySelector('[data-error]') || page.querySelector('main') || page.body;
    place.replaceChildren(...(part.matches('[data-error]') ? [part.cloneNode(true)] : part.cloneNode(true).childNodes));
    if (!place.textContent.trim()) place.textContent = words().failed || '';
  }
  // The same form with its mistakes marked.
  function redrawn(form, again) {
    const fresh = document.importNode(again, true);
    form.replaceWith(fresh);
    window.htmx?.process(fresh);
    refresh(fresh);
  }
  addEventListener('online', () => { for (const job of [...waiting]) job.timer = (clearTimeout(job.timer), setTimeout(attempt, Math.random() * 1500, job)); });
  addEventListener('beforeunload', (event) => { if (waiting.size) event.preventDefault(); });

  // --- htmx: the same token and key, and one line when something fails --------------------------------------------------
  document.addEventListener('htmx:configRequest', ({ detail }) => {
    if (detail.verb === 'get') return;
    const sent = detail.parameters, has = (name) => (sent instanceof FormData ? sent.has(name) && sent.get(name) : sent[name]);
    const put = (name, value) => (sent instanceof FormData ? sent.set(name, value) : (sent[name] = value));
    if (!has('csrf_token')) put('csrf_token', meta('csrf-token'));
    if (!has('idem')) put('idem', key());
  });
  document.addEventListener('htmx:afterRequest', ({ detail }) => { if (detail.xhr?.status) renew(detail.elt.closest('form')); });
  for (const name of ['htmx:sendError', 'htmx:timeout']) document.addEventListener(name, () => toast(words().unsent));
  document.addEventListener('htmx:responseError', () => toast(words().failed));
})();
