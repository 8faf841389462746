// The page's one live connection. The server sends whole fragments in their current state, so whoever missed
// something needs no replay: the next fragment is complete. What a person has typed or opened is theirs and stays.
(() => {
  'use strict';
  const root = document.documentElement, url = root.dataset.live;
  const SLOW = 20000, SILENT = 35000, POLL = 10000, AWAY = 15000, GIVE_UP_AFTER = 4, LONGEST = 30000;
  const FINAL = [401, 403, 404, 410];
  let source = null, heard = 0, failures = 0, gone = false, hiddenAt = 0, retry = 0, poller = 0, away = 0;
  const net = (state) => { if (!gone && root.dataset.net !== state) root.dataset.net = state; };

  // --- what people touched ---------------------------------------------------------------------------------------
  const touched = new WeakSet();
  const touch = (event) => {
    const field = event.target;
    if (!(field instanceof Element) || !field.matches('input,textarea,select')) return;
    touched.add(field);
    if (field.type === 'radio') peers(field).forEach((radio) => touched.add(radio));
  };
  const peers = (radio) => document.querySelectorAll(`input[type=radio][name="${CSS.escape(radio.name)}"]`);
  for (const name of ['input', 'change', 'compositionstart']) document.addEventListener(name, touch, true);
  const forget = (form) => { for (const field of form?.elements || []) touched.delete(field); };
  document.addEventListener('reset', (event) => forget(event.target));
  document.addEventListener('form:sent', (event) => forget(event.target));
  document.addEventListener('htmx:afterRequest', (event) => event.detail.successful && forget(event.detail.elt.closest('form')));

  // --- putting fragments into the page ---------------------------------------------------------------------------
  const OWN = new Set(['data-mine', 'data-busy']);
  const callbacks = {
    beforeNodeMorphed(old, fresh) {
      if (!touched.has(old)) return true;
      for (const name of ['disabled', 'readonly', 'aria-invalid', 'aria-describedby', 'class'])
        fresh.hasAttribute(name) ? old.setAttribute(name, fresh.getAttribute(name)) : old.removeAttribute(name);
      return false;
    },
    beforeAttributeUpdated(name, node, kind) {
      if (name === 'open' && node.matches('details,dialog')) return false;
      return !(OWN.has(name) && kind === 'remove');
    },
    // A form that waits to be sent again must not vanish under the person who filled it in.
    beforeNodeRemoved: (node) => !(node.nodeType === 1 && (node.matches('[data-unsent]') || node.querySelector('[data-unsent]'))),
  };
  const isWhole = (html, id) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html').body;
    return parsed.children.length === 1 && parsed.firstElementChild.id === id;
  };
  function show(id, html) {
    const target = document.getElementById(id);
    if (!target) return;
    Idiomorph.morph(target, html, { morphStyle: isWhole(html, id) ? 'outerHTML' : 'innerHTML', ignoreActiveValue: true, callbacks });
    const now = document.getElementById(id);
    if (now && window.htmx) htmx.process(now);
  }
  function mine() {
    const done = new Set();
    for (const holder of document.querySelectorAll('[data-done]'))
      for (const id of holder.dataset.done.split(/\s+/)) done.add(id);
    const aside = new Set([...document.querySelectorAll('[data-aside]')].flatMap((holder) => holder.dataset.aside.split(/\s+/)));
    for (const card of document.querySelectorAll('[data-activity]')) {
      const word = aside.has(card.dataset.activity) ? 'aside' : done.has(card.dataset.activity) ? 'done' : '';
      word ? (card.dataset.mine = word) : delete card.dataset.mine;
    }
  }
  function apply(fragments) {
    for (const [id, html] of Object.entries(fragments)) if (typeof html === 'string') show(id, html);
    mine();
    document.dispatchEvent(new CustomEvent('live:patched', { detail: Object.keys(fragments) }));
  }

  // --- the stream --------------------------------------------------------------------------------------------------
  function hear() {
    heard = Date.now();
    failures = 0;
    clearTimeout(poller);
    poller = 0;
    net('on');
  }
  function close() {
    clearTimeout(retry);
    source?.close();
    source = null;
  }
  function open() {
    close();
    if (gone) return;
    heard = Date.now();
    if (!root.dataset.net || root.dataset.net === 'paused') net('wait');
    const mine = source = new EventSource(url);
    const listen = (name, act) => mine.addEventListener(name, (event) => { if (mine === source) act(event); });
    listen('patch', (event) => { hear(); apply(JSON.parse(event.data)); });
    listen('beat', (event) => { hear(); if (event.data) document.dispatchEvent(new CustomEvent('live:beat', { detail: event.data })); });
    listen('gone', end);
    listen('error', () => { const refused = mine.readyState === EventSource.CLOSED; failed(); if (refused) poll(); });
  }
  function failed() {
    close();
    failures += 1;
    net(failures >= GIVE_UP_AFTER ? 'off' : 'slow');
    if (failures >= GIVE_UP_AFTER && !poller) poller = setTimeout(poll, jitter(1000));
    // Three hundred phones must not come back in the same second.
    if (!document.hidden) retry = setTimeout(open, Math.min(LONGEST, 500 * 2 ** failures) * (0.5 + Math.random()));
  }
  const jitter = (most) => Math.random() * most;
  function end() {
    net('gone');
    gone = true;
    close();
    clearTimeout(poller);
  }

  // --- without a stream: ask now and then ----------------------------------------------------------------------------
  async function poll() {
    clearTimeout(poller);
    poller = 0;
    if (gone || document.hidden) return;
    try {
      const answer = await fetch(url, { headers: { Accept: 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout?.(9000) });
      if (FINAL.includes(answer.status)) return end();
      if (answer.ok && !answer.redirected) apply(await answer.json());
    } catch { /* still away: the line at the top says so already */ }
    if (failures >= GIVE_UP_AFTER && !poller && !gone) poller = setTimeout(poll, POLL);
  }

  // --- sleeping and waking --------------------------------------------------------------------------------------------
  function sleep() {
    close();
    clearTimeout(poller);
    poller = 0;
    net('paused');
  }
  function wake() {
    clearTimeout(away);
    if (gone) return;
    // A phone kills a hidden stream without telling the page, so one that was hidden for a while is not believed.
    if (!source || !hiddenAt || Date.now() - hiddenAt > 3000) { failures = Math.min(failures, 1); open(); }
    hiddenAt = 0;
  }
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) return wake();
    hiddenAt = Date.now();
    clearTimeout(away);
    away = setTimeout(() => { if (document.hidden) sleep(); }, AWAY);
  });
  addEventListener('pagehide', sleep);
  addEventListener('pageshow', (event) => { if (event.persisted) { hiddenAt = 1; wake(); } });
  addEventListener('online', () => { if (document.hidden || gone) return; failures = Math.min(failures, 1); close(); retry = setTimeout(open, jitter(1500)); });
  addEventListener('offline', () => { close(); failures = Math.max(failures, GIVE_UP_AFTER - 1); failed(); });
  setInterval(() => {
    if (!source || document.hidden) return;
    const silence = Date.now() - heard;
    if (silence > SILENT) failed();
    else if (silence > SLOW) net('slow');
  }, 1000);

  const begin = () => { mine(); if (url) document.hidden ? sleep() : open(); };
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', begin) : begin();
})();
