// Answers as they are given: kept on this phone at once, and on the server within five seconds, so that none is lost.
// Whoever comes back finds them again; what could not be sent in time is sent as soon as there is a network. After sending.js.
(() => {
  'use strict';
  const WITHIN = 5000, SOON = 400, APART = 2000, LONGEST = 30000, OLD = 60 * 86400000;
  const PREFIX = 'mooctang-draft:', OURS = ['csrf_token', 'idem', 'begun', 'back'];
  const $ = (query, from = document) => from.querySelector(query);
  const sheet = () => $('#sheet[data-draft]');
  const place = $('#sheet') || $('#face[data-local]');
  if (!place) return;
  const key = PREFIX + place.dataset.local;

  // --- on this phone -------------------------------------------------------------------------------------------------
  const held = (name = key) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const hold = (kept) => { try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* full or forbidden: the server has it */ } };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };
  function tidy() {
    try {
      for (const name of Object.keys(localStorage))
        if (name.startsWith(PREFIX) && !((held(name) || {}).at > Date.now() - OLD)) localStorage.removeItem(name);
    } catch { /* no storage here */ }
  }

  // --- the form as pairs, and back --------------------------------------------------------------------------------------
  const own = (form) => [...form.elements].filter((field) => field.name && !OURS.includes(field.name) && field.type !== 'file');
  const pairs = (form) => [...new FormData(form)].filter(([name, value]) => !OURS.includes(name) && typeof value === 'string');
  function fill(form, given) {
    const left = {};
    for (const [name, value] of given) (left[name] ||= []).push(value);
    for (const field of own(form)) {
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = (left[field.name] || []).includes(field.value);
      else if (field.tagName !== 'BUTTON' && left[field.name]?.length) field.value = left[field.name].shift();
    }
    form.dispatchEvent(new CustomEvent('sheet:filled', { bubbles: true }));
  }

  // --- on the server -------------------------------------------------------------------------------------------------------
  let dirty = false, busy = false, timer = 0, wait = WITHIN, last = 0, over = false, shown = '';
  function say(word, time = '') {
    const line = $('.sheet-said');
    if (!line || shown === word + time) return;
    shown = word + time;
    line.textContent = (line.dataset[word] || '').replace('{time}', time);
  }
  const clock = () => new Date().toTimeString().slice(0, 5);
  const body = (form, given) => { const data = new URLSearchParams(given); data.append('csrf_token', $('meta[name="csrf-token"]')?.content || ''); return data; };
  const post = (to, data, keepalive = false) =>
    fetch(to, { method: 'POST', body: data, keepalive, headers: { 'HX-Request': 'true' }, signal: keepalive ? undefined : AbortSignal.timeout?.(15000) });

  function changed() {
    const form = sheet();
    if (!form) return;
    dirty = true;
    hold({ round: form.dataset.round, at: Date.now(), begun: form.elements.begun?.value, to: form.getAttribute('action'), fields: pairs(form) });
    later(WITHIN);
  }
  function later(ms) {
    const due = Math.max(ms, last + APART - Date.now());
    if (timer && ms >= WITHIN) return;
    clearTimeout(timer);
    timer = setTimeout(send, due);
  }
  async function send() {
    const form = sheet();
    timer = 0;
    if (!form || !dirty || busy || form.dataset.busy !== undefined) return;
    busy = true;
    dirty = false;
    last = Date.now();
    let status = 0;
    try { status = (await post(form.dataset.draft, body(form, pairs(form)))).status; } catch { /* no network: it lies on the phone */ }
    busy = false;
    if (status === 204) { wait = WITHIN; settled(); say('saved', clock()); }
    else if (status === 409) { dirty = true; finish(); }
    else { dirty = true; say('local'); wait = Math.min(LONGEST, wait * 2); timer = setTimeout(send, wait * (0.5 + Math.random() / 2)); }
    if (dirty && !timer) later(WITHIN);
  }
  function settled() {
    const kept = held();
    if (kept && !dirty) hold({ ...kept, acked: true });
  }
  function leave() {
    const form = sheet();
    if (form && dirty && !over) post(form.dataset.draft, body(form, pairs(form)), true).then(({ status }) => { if (status === 204) { dirty = false; settled(); } }).catch(() => {});
  }

  // --- the end -------------------------------------------------------------------------------------------------------------
  // What is not on the server yet is submitted, a little spread; the rest the server submits by itself.
  function finish() {
    const form = $('#sheet');
    if (!form || over) return;
    over = true;
    for (const part of form.children) if (!part.matches('input[type=hidden],.sheet-over,.form-answer')) part.hidden = true;
    const line = $('.sheet-over', form);
    if (line) line.hidden = false;
    if (dirty) setTimeout(() => { form.confirmed = true; form.requestSubmit(); }, Math.random() * 3000);
    else if ($('#face [data-sheet="over"]')) form.remove();
  }
  let closed = !$('#face [data-sheet="open"]');
  // What was sent stays before one's eyes, as it was filled in.
  function sent(form) {
    dirty = false;
    forget();
    form.removeAttribute('id');
    form.inert = true;
    form.classList.add('sheet-sent');
    for (const part of form.children) part.hidden = false;
    for (const part of form.querySelectorAll('.sheet-bar,.sheet-acts,.sheet-nav,.sheet-over,.form-answer')) part.remove();
    for (const step of form.querySelectorAll('[data-step]')) step.hidden = false;
    scrollTo({ top: 0 });
  }
  function look() {
    const now = $('#face [data-sheet]')?.dataset.sheet;
    // Asked again (a second vote, more time): the sheet comes with the page.
    if (closed && now === 'open' && !$('#sheet')) { closed = false; setTimeout(() => location.reload(), Math.random() * 1500); }
    if (now === 'over') closed = true;
    const form = $('#sheet'), ends = $('#head .timer')?.dataset.ends, mine = form && $('.sheet-bar .timer', form);
    if (!form) return;
    if (mine && ends) mine.dataset.ends = ends;
    if (($('#head')?.dataset.state || 'open') !== 'open' || $('#face [data-sheet="over"]')) finish();
    if (over && !dirty && $('#face [data-sheet="over"]')) form.remove();
  }

  // --- a phone that comes back too late ---------------------------------------------------------------------------------------
  async function late() {
    const kept = held(), face = $('#face[data-local]');
    if (!kept || kept.acked || !face) return forget();
    const data = body(null, kept.fields);
    data.append('begun', kept.begun || '');
    let answer;
    try { answer = await post(kept.to, data); } catch { return; }
    if (answer.status >= 500) return;
    forget();
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (answer.ok) return location.reload();
    const box = document.createElement('div');
    box.className = 'notice warn';
    box.setAttribute('role', 'alert');
    box.append(...($('[data-error]', page) || page.body).childNodes);
    face.before(box);
  }

  // --- listening ---------------------------------------------------------------------------------------------------------------
  document.addEventListener('input', (event) => { if (event.target.closest?.('#sheet')) changed(); });
  document.addEventListener('change', (event) => { if (event.target.closest?.('#sheet')) { changed(); later(SOON); } });
  document.addEventListener('sorted', (event) => { if (event.target.closest?.('#sheet')) { changed(); later(SOON); } });
  document.addEventListener('focusout', (event) => { if (event.target.closest?.('#sheet') && dirty) later(SOON); });
  document.addEventListener('form:sent', ({ target }) => { if (target.id === 'sheet') sent(target); });
  document.addEventListener('live:patched', look);
  document.addEventListener('visibilitychange', () => { if (document.hidden) leave(); });
  addEventListener('pagehide', leave);
  addEventListener('online', () => { wait = WITHIN; if (dirty) later(SOON); });
  setInterval(() => { if ($('.sheet-bar .timer.over')) finish(); }, 1000);

  function begin() {
    tidy();
    const form = sheet(), kept = held();
    if (!form) { if (!$('#sheet')) late(); return; }
    if (!kept || kept.acked || kept.round !== form.dataset.round || kept.at <= +form.dataset.kept) return;
    fill(form, kept.fields);
    changed();
    say('restored');
    later(SOON);
  }
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', begin) : begin();
})();
