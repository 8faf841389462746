// Small manners of every page: countdowns, toasts, copying, dialogs, menus.
(() => {
  'use strict';
  const root = document.documentElement, $ = (query, from = document) => from.querySelector(query);
  const words = () => $('#page-words')?.dataset || {};
  const meta = (name) => $(`meta[name="${name}"]`)?.content || '';
  const say = (text) => { const place = $('#page-say'); if (place) place.textContent = text; };

  // --- toasts: one at a time, five seconds, longer when there is something to press ----------------------------------------
  let shown = 0;
  function toast(content, seconds = 0) {
    const place = $('#page-toasts');
    if (!place || !content) return;
    const box = document.createElement('div');
    box.className = 'toast2';
    box.append(content);
    place.replaceChildren(box);
    clearTimeout(shown);
    const hide = () => { if (box.matches(':hover,:focus-within')) shown = setTimeout(hide, 1000); else box.remove(); };
    shown = setTimeout(hide, seconds * 1000 || (box.querySelector('button,a') ? 8000 : 5000));
  }
  function takeToasts(from) {
    for (const held of from.querySelectorAll('[data-toast]')) {
      const inside = document.createDocumentFragment();
      inside.append(...held.childNodes);
      held.remove();
      toast(inside, +held.dataset.toast);
    }
  }

  // --- countdowns: the server says when, the client only counts -----------------------------------------------------------
  let ahead = null;
  const learn = (serverMs, atMs) => { if (serverMs > 1e12) ahead = Math.min(ahead ?? Infinity, atMs - serverMs); };
  const nav = performance.getEntriesByType('navigation')[0];
  learn(+meta('server-now'), performance.timeOrigin + (nav?.responseStart || 0));
  document.addEventListener('live:beat', (event) => learn(+event.detail, Date.now()));
  const pad = (n) => String(n).padStart(2, '0');
  const asClock = (s) => (s >= 3600 ? `${Math.floor(s / 3600)}:${pad(Math.floor(s / 60) % 60)}` : pad(Math.floor(s / 60))) + `:${pad(s % 60)}`;
  const put = (place, text) => { if (place.textContent !== text) place.textContent = text; };
  const told = new Map();
  function tick() {
    const now = Date.now() - (ahead ?? 0);
    for (const timer of document.querySelectorAll('[data-ends]')) {
      const left = Math.max(0, Math.ceil((+timer.dataset.ends - now) / 1000));
      put($('[data-clock]', timer) || timer, asClock(left));
      timer.classList.toggle('ending', left > 0 && left <= 10);
      timer.classList.toggle('over', left === 0);
      announce(timer.dataset.ends, left);
      if (left === 0 && timer.dataset.then && !timer.ended) { timer.ended = true; $(timer.dataset.then)?.requestSubmit?.(); }
    }
    for (const place of document.querySelectorAll('[data-since]')) put(place, asClock(Math.max(0, Math.floor((now - +place.dataset.since) / 1000))));
  }
  function announce(id, left) {
    const step = left <= 10 ? 'seconds' : left <= 60 ? 'minute' : '';
    const before = told.get(id);
    told.set(id, step);
    if (before !== undefined && before !== step && step && left > 0) say(words()[step] || '');
  }
  setInterval(tick, 500);

  // --- presses ---------------------------------------------------------------------------------------------------------------
  async function copy(text) {
    try { await navigator.clipboard.writeText(text); } catch {
      const area = Object.assign(document.createElement('textarea'), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    toast(words().copied);
  }
  const fullscreen = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.());
  document.addEventListener('click', (event) => {
    const at = (query) => event.target.closest?.(query);
    const opener = at('[data-open]'), copier = at('[data-copy]'), box = event.target;
    if (opener) { const sheet = document.getElementById(opener.dataset.open); if (sheet?.showModal) { event.preventDefault(); sheet.showModal(); } }
    if (at('[data-close]')) at('dialog')?.close();
    if (copier) copy(copier.dataset.copy || $(copier.dataset.copyFrom)?.textContent.trim() || '');
    if (at('[data-fullscreen]')) fullscreen();
    if (at('[data-back]') && history.length > 1 && document.referrer.startsWith(location.origin)) { event.preventDefault(); history.back(); }
    if (at('[data-print]')) print();
    if (box instanceof HTMLDialogElement && box.matches('.sheet')) box.close();
    for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target) || at('.menu-list')) menu.open = false;
  });
  // Whoever signs out leaves nothing of theirs on a shared machine.
  document.addEventListener('submit', (event) => {
    if (!event.target.action?.endsWith?.('/logout')) return;
    for (const name of Object.keys(localStorage)) if (name.startsWith('mooctang-draft:')) localStorage.removeItem(name);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') for (const menu of document.querySelectorAll('details.menu[open]')) { menu.open = false; $('summary', menu).focus(); }
    if ('wall' in document.body.dataset && !event.target.matches('input,textarea,select')) {
      if (event.key === 'f' || event.key === 'F') fullscreen();
      if (event.key === 'ArrowRight' || event.key === 'PageDown') $('[data-next]')?.click();
      if (event.key === 'ArrowLeft' || event.key === 'PageUp') $('[data-prev]')?.click();
    }
  });
  document.addEventListener('change', (event) => {
    const { target } = event;
    if (target.matches('[data-mode]')) root.dataset.bsTheme = target.value;
    if (target.matches('[data-contrast-switch]')) target.checked ? (root.dataset.contrast = 'more') : delete root.dataset.contrast;
    if (target.matches('[data-autosubmit]')) target.form?.requestSubmit();
  });
  document.addEventListener('input', ({ target }) => {
    if (target.matches('[data-grow]')) { target.style.height = 'auto'; target.style.height = `${target.scrollHeight + 2}px`; }
  });

  // --- the big screen: the pointer leaves after three seconds -----------------------------------------------------------------
  let rest = 0;
  const stir = () => { document.body.classList.remove('still'); clearTimeout(rest); rest = setTimeout(() => document.body.classList.add('still'), 3000); };

  // --- formulas: KaTeX is fetched when the first one is on the page, and by no other page ------------------------------------
  let learning = false;
  function formulas() {
    const facts = words();
    if (learning || !facts.texScripts || !$('[data-tex]')) return;
    learning = true;
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: facts.texStyle }));
    for (const src of facts.texScripts.split(' ')) document.head.append(Object.assign(document.createElement('script'), { src, async: false }));
  }

  // --- scripts that a face names: a face is drawn again and again and brings none itself, so the page loads each once -----------
  const loaded = new Set();
  function bring() {
    for (const { dataset: { script } } of document.querySelectorAll('[data-script]')) {
      if (!script.startsWith('/s/') || loaded.has(script)) continue;
      loaded.add(script);
      document.head.append(Object.assign(document.createElement('script'), { src: script }));
    }
  }

  // --- files: a browser words its own button in its own language, so ours lies under it; the input itself takes every press, drop and key ----
  function nameFiles(input) {
    const { files } = input, facts = words();
    put(input.parentElement.lastElementChild, files.length > 1 ? facts.chosenMany.replace('#', files.length) : files[0]?.name || facts.chosenNone);
  }
  function dressFiles(from = document) {
    for (const input of from.querySelectorAll('input[type=file].field')) {
      if (!words().choose || input.closest('.file-pick')) continue;
      const box = Object.assign(document.createElement('span'), { className: 'file-pick field' });
      const [face, name] = ['b', 'span'].map((tag) => document.createElement(tag));
      face.textContent = words().choose;
      for (const one of [face, name]) one.setAttribute('aria-hidden', 'true');
      input.before(box);
      box.append(input, face, name);
      nameFiles(input);
    }
  }
  document.addEventListener('change', ({ target }) => { if (target.closest('.file-pick')) nameFiles(target); });
  document.addEventListener('reset', () => setTimeout(() => { for (const input of document.querySelectorAll('.file-pick input')) nameFiles(input); }));

  // --- where one is stays in sight when a menu is a strip that scrolls --------------------------------------------------------
  function showHere() {
    for (const here of document.querySelectorAll('.lnks [aria-current],.tabs [aria-current]')) {
      const strip = here.parentElement, over = here.offsetLeft - strip.offsetLeft + here.offsetWidth + 64 - strip.clientWidth;
      if (strip.scrollWidth > strip.clientWidth && over > 0) strip.scrollLeft = over;
    }
  }

  function refresh(from = document) {
    bring();
    dressFiles();
    formulas();
    takeToasts(from);
    tick();
    const wanted = $('[data-autofocus]', from);
    if (wanted) { wanted.removeAttribute('data-autofocus'); wanted.focus(); }
  }
  document.addEventListener('htmx:afterSettle', () => refresh());
  document.addEventListener('live:patched', () => { tick(); formulas(); bring(); });
  // What was said once is not said again when the page is loaded anew or sent to a colleague.
  function forgetSaid() {
    const here = new URL(location.href);
    if (!here.searchParams.has('said')) return;
    for (const name of ['said', 'of']) here.searchParams.delete(name);
    history.replaceState(history.state, '', here);
  }
  // What is asked at once lies over the page, and the page goes on below; without this script it stands in the page.
  function askNow() {
    const sheet = $('dialog[data-now]');
    if (sheet?.showModal) { sheet.removeAttribute('open'); sheet.showModal(); }
  }
  function begin() {
    forgetSaid();
    askNow();
    refresh();
    showHere();
    if ('wall' in document.body.dataset) { stir(); document.addEventListener('mousemove', stir); }
    if (root.dataset.sw) navigator.serviceWorker?.register(root.dataset.sw).catch(() => {});
  }
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', begin) : begin();
  window.mooctang = { toast, copy, say, words, refresh, now: () => Date.now() - (ahead ?? 0) };
})();
