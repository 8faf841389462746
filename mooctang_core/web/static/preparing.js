// Preparing: a form that is kept while one types, rows that are dragged, previews that send nothing.
(() => {
  'use strict';
  const $ = (query, from = document) => from.querySelector(query);
  const token = () => $('meta[name="csrf-token"]')?.content || '';
  const post = (url, body, more) => fetch(url, { method: 'POST', body, headers: { 'X-CSRF-Token': token(), Accept: 'application/json' }, ...more });

  // --- a draft is kept while one types -------------------------------------------------------------------------------------
  const REST = 1200, AGAIN = 5000;
  class Keeper {
    constructor(form) {
      this.form = form;
      this.place = $('[data-saved]', form.parentElement);
      this.url = form.action.replace(/\/edit([?#].*)?$/, '/keep');
      // What a ready-made beginning filled in is nobody's yet: it is kept at once.
      this.kept = 'begun' in form.dataset ? '' : this.read();
      for (const name of ['input', 'change', 'click', 'sorted']) form.addEventListener(name, () => this.soon());
      form.addEventListener('focusout', () => this.soon(50));
      form.addEventListener('submit', () => { clearTimeout(this.timer); this.sent = true; });
      addEventListener('pagehide', () => { if (this.dirty && !this.sent) post(this.url, this.body(), { keepalive: true }).catch(() => {}); });
      addEventListener('beforeunload', (event) => { if (this.stuck && this.dirty && !this.sent) event.preventDefault(); });
      addEventListener('online', () => this.soon(0));
      if ('begun' in form.dataset) this.soon(0);
    }
    // A file goes with the button; what is typed goes by itself.
    body() { const data = new FormData(this.form); for (const [name, value] of [...data]) if (value instanceof File) data.delete(name); return new URLSearchParams(data); }
    read() { const data = this.body(); for (const name of ['seen_', 'csrf_token', 'idem', 'back']) data.delete(name); return String(data); }
    get dirty() { return this.read() !== this.kept; }
    soon(wait = REST) { clearTimeout(this.timer); this.timer = setTimeout(() => this.keep(), wait); }
    say(text, look = '') { if (this.place) { this.place.textContent = text; this.place.className = `cap saved num ${look}`; } }
    async keep() {
      if (this.sent || !this.form.isConnected || !this.dirty || $('input[type=file]', this.form)?.files?.length) return;
      if (this.busy) return this.soon();
      const words = this.place?.dataset || {}, now = this.read();
      let answer;
      this.busy = true;
      this.say(words.saving);
      try { answer = await post(this.url, this.body(), { signal: AbortSignal.timeout?.(20000) }); } catch { answer = null; }
      this.busy = false;
      this.stuck = !answer?.ok;
      if (!answer || answer.status >= 500) { this.say(words.unsent, 'bad'); return this.soon(AGAIN); }
      let told = {};
      try { told = await answer.json(); } catch { /* an error page: said below */ }
      if (told.seen !== undefined) $('input[name=seen_]', this.form).value = told.seen;
      if (!answer.ok) { this.kept = now; return this.say(told.text || words.failed, 'bad'); }
      this.kept = now;
      this.say(told.text, told.lacking ? '' : 'ok');
      this.tell(told);
    }
    // The row above says what the form holds now.
    tell({ name, minutes, lacking }) {
      const row = this.form.closest('[data-name]'), title = row && $('[data-name-of]', row), sum = $('[data-minutes]');
      if (title && title.textContent !== name) {
        for (const node of row.querySelectorAll('[aria-label]')) node.setAttribute('aria-label', node.getAttribute('aria-label').replace(title.textContent, name));
        title.textContent = title.title = name;
      }
      const still = row && $('[data-lacking]', row);
      if (still) still.hidden = !lacking;
      if (!sum || minutes === null || minutes === undefined) return;
      $('[data-sum]', sum).textContent = minutes;
      $('[data-over]', sum).hidden = minutes <= +sum.dataset.length;
    }
  }

  // --- dragged rows: the buttons up and down do the same ------------------------------------------------------------------
  document.addEventListener('sorted', async ({ target }) => {
    const list = target.closest?.('[data-order]');
    if (!list || target !== list) return;
    const names = [...list.children].map((row) => row.dataset.name).join(' ');
    let answer = null;
    try { answer = await post(list.dataset.order, new URLSearchParams({ order: names })); } catch { /* said below */ }
    if (answer?.ok) number(list); else { window.mooctang.toast(window.mooctang.words().failed); setTimeout(() => location.reload(), 1500); }
  });
  function number(list) {
    const rows = [...list.children];
    rows.forEach((row, at) => {
      const up = $('button[value=up]', row), down = $('button[value=down]', row);
      if (up) up.disabled = at === 0;
      if (down) down.disabled = at === rows.length - 1;
    });
  }

  // --- a preview may be filled in, and sends nothing; before anybody else hears of it ------------------------------------
  addEventListener('submit', (event) => {
    const part = event.target.closest?.('[data-preview]');
    if (!part) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    window.mooctang.toast(part.dataset.preview);
  }, true);

  function ready() {
    for (const form of document.querySelectorAll('form.autosave')) if (!form.keeper) form.keeper = new Keeper(form);
    const here = $('.cal-box .day[aria-current]'), box = $('.cal-box');
    if (here && box && box.scrollHeight > box.clientHeight) box.scrollTop = here.closest('tr').offsetTop - box.clientHeight / 2;
  }
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', ready) : ready();
})();
