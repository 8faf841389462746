// 班级空间: live messages into the list without a jump, one's own at once and never lost, files in pieces, a menu by long press.
(() => {
  'use strict';
  const $ = (query, from = document) => from.querySelector(query), $$ = (query, from = document) => [...from.querySelectorAll(query)];
  const page = $('.cs-page'), log = $('#cs-log'), form = $('#cs-say'), pill = $('[data-newest]'), menu = $('#cs-menu');
  if (!page) return;
  const me = page.dataset.me, other = page.dataset.with || '', blocked = new Set(page.dataset.blocked.split(' ').filter(Boolean));
  const asked = new URL(location.href).searchParams, { toast, words } = window.mooctang;
  const token = () => $('meta[name="csrf-token"]')?.content || '';
  const newKey = () => crypto.randomUUID?.() || Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, '0')).join('');
  let low = +page.dataset.low, high = +page.dataset.high, last = +page.dataset.last, missed = 0, busy = false;
  // Whether the list reaches to the newest: then what comes is put behind it.
  let whole = high >= last;
  const complete = () => whole;

  // --- where one stands ---------------------------------------------------------------------------------------------------
  const root = document.scrollingElement;
  const atBottom = () => root.scrollHeight - root.scrollTop - root.clientHeight < 80;
  const toBottom = () => { root.scrollTop = root.scrollHeight; };
  const extra = $('#cs-extra');
  // What can become another in a message that stands there; a video that plays is left alone.
  const look = (node) => [$('[data-gone]', node)?.textContent, $('.cs-quote > span', node)?.textContent, node.matches('.cs-wait,.cs-sent')].join('\n');
  const number = (node) => +node.dataset.n || 0;
  const parse = (html) => { const made = document.createElement('template'); made.innerHTML = html; return made.content; };

  // --- putting messages into the list ---------------------------------------------------------------------------------------
  function dress(node) {
    node.removeAttribute('hidden');
    if (node.dataset.n) node.id = `m${node.dataset.n}`;
    if (node.dataset.by === me) node.dataset.mine = '';
    if (node.dataset.n && !$('.cs-more', node)) {
      node.append(extra.content.cloneNode(true));
      $('.cs-more', node).href += node.dataset.n;
    }
    if (blocked.has(node.dataset.by)) { node.classList.add('cs-blocked'); node.replaceChildren(); }
    return node;
  }
  function known(node) {
    if (node.dataset.card) return $$('[data-card]', log).find((one) => one.dataset.card === node.dataset.card);
    return $(`[data-n="${number(node)}"]`, log) || (node.dataset.by === me && node.dataset.key ? $(`[data-key="${CSS.escape(node.dataset.key)}"]`, log) : null);
  }
  // Behind the last one that is older; what still waits to be sent stays at the end.
  function insert(node) {
    const after = $$(':scope > [data-at]:not(.cs-wait)', log).reverse().find((one) => +one.dataset.at <= +node.dataset.at && (!number(node) || number(one) < number(node)));
    after ? after.after(node) : log.prepend(node);
  }
  function gone(node) {
    const said = $('[data-gone]', node);
    if (said) for (const quote of $$(`.cs-quote[data-of="${number(node)}"] > span`, log)) quote.textContent = said.textContent;
  }
  function put(nodes, upTo = Infinity) {
    let fresh = 0;
    for (const each of nodes) {
      const node = dress(each.cloneNode(true)), old = known(node), n = number(node);
      if (old && node.dataset.card) continue;
      if (old) { if (look(old) !== look(node)) old.replaceWith(node); }
      else if (n ? n > low - 1 && n <= upTo : complete()) { insert(node); fresh += node.dataset.by !== me; }
      gone(node);
      if (n && n > high && n <= upTo) high = n;
    }
    $('.cs-none')?.toggleAttribute('hidden', Boolean(log.children.length));
    return fresh;
  }

  // --- what is live -----------------------------------------------------------------------------------------------------------
  async function part(query) {
    const to = new URL(page.dataset.part, location.href);
    for (const [name, value] of Object.entries(query)) to.searchParams.set(name, value);
    const answer = await fetch(to, { signal: AbortSignal.timeout?.(15000) });
    if (!answer.ok) throw new Error(answer.status);
    last = Math.max(last, +answer.headers.get('X-Last') || 0);
    return [...parse(await answer.text()).querySelectorAll('article')];
  }
  const order = () => { const { quiet, pinned } = $('#fresh .cs-fresh')?.dataset || {}; return `${quiet} ${pinned}`; };
  let news = $('#fresh .cs-fresh')?.dataset.news, catching = false, held = order();
  // The teacher pinned something or lets only teachers write: the page is another one, as soon as it disturbs nobody.
  const renew = () => { if (!text?.value && !waiting.length && atBottom() && !menu?.open) location.reload(); };
  async function patched() {
    const fresh = $('#fresh .cs-fresh');
    if (!fresh) return;
    if (other) { if (fresh.dataset.news !== news) { news = fresh.dataset.news; await catchUp(true); } return; }
    if (order() !== held) { held = order(); setTimeout(renew, Math.random() * 3000); }
    const nodes = $$('article', fresh), numbers = nodes.map(number).filter(Boolean), before = last;
    last = Math.max(last, +fresh.dataset.last);
    if (!whole) { put(nodes, high); return told(last - before); }
    const near = numbers.filter((n) => n > high);
    // Two thousand that have missed the same do not all ask in the same moment.
    if (near.length && Math.min(...near) > high + 1) return setTimeout(catchUp, Math.random() * 2000);
    follow(() => put(nodes));
  }
  async function catchUp(again = false) {
    if (catching) return;
    catching = true;
    try {
      if (again) { const nodes = await part({}); if (whole && Math.min(...nodes.map(number).filter(Boolean)) <= high + 1) follow(() => put(nodes)); }
      for (let turn = 0; whole && turn < 25 && high < last; turn += 1) { const nodes = await part({ after: high }); if (!nodes.some((one) => number(one) > high)) break; follow(() => put(nodes)); }
    } catch { /* the next news brings them */ } finally { catching = false; }
  }
  // Whoever reads further up stays where they are, and is told how many came.
  function follow(act) {
    const stay = !atBottom(), came = act();
    stay ? told(came) : (toBottom(), seen());
    if (!stay) trim();
  }
  function told(came) {
    missed += came;
    if (!pill || missed <= 0) return;
    $('[data-count]', pill).textContent = missed > 99 ? '99+' : missed;
    pill.hidden = false;
  }
  function trim() {
    const lines = $$(':scope > article', log);
    if (lines.length < 400) return;
    for (const line of lines.slice(0, lines.length - 200)) line.remove();
    low = Math.min(...$$('[data-n]', log).map(number).filter(Boolean));
    earlier();
  }
  pill?.addEventListener('click', () => {
    if (!complete()) return location.assign(location.pathname + (other ? `?with=${encodeURIComponent(other)}` : ''));
    toBottom();
  });
  addEventListener('scroll', () => { if (atBottom() && complete()) { missed = 0; if (pill) pill.hidden = true; seen(); } }, { passive: true });
  document.addEventListener('live:patched', patched);

  // --- earlier and later -------------------------------------------------------------------------------------------------------
  function earlier() {
    let link = $('[data-earlier]');
    if (!link && low > 1) {
      const way = $('.cs-way');
      link = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-quiet btn-s', textContent: '…' });
      link.dataset.earlier = '';
      way.append(link);
      watch.observe(link);
    }
    if (link && low <= 1) link.remove();
  }
  async function more(up) {
    if (busy || (up ? low <= 1 : complete())) return;
    busy = true;
    try {
      const nodes = await part(up ? { before: low } : { after: high }), height = root.scrollHeight, top = root.scrollTop;
      if (up) {
        log.prepend(...nodes.map((one) => dress(one)).filter((one) => !known(one)));
        low = Math.max(1, Math.min(low, ...nodes.map(number).filter(Boolean)));
        if (Math.abs(root.scrollTop - top) < 2) root.scrollTop = top + root.scrollHeight - height;
        earlier();
      } else { put(nodes); whole = high >= last; if (whole) $('[data-later]')?.remove(); }
    } catch { toast(words().unsent); }
    busy = false;
  }
  const watch = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && more('earlier' in one.target.dataset)), { rootMargin: '300px' });
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('[data-earlier],[data-later]');
    if (link) { event.preventDefault(); more('earlier' in link.dataset); }
  });

  // --- how far one has read ------------------------------------------------------------------------------------------------------
  let read = +page.dataset.seen, reading = 0;
  function say() {
    clearTimeout(reading);
    reading = 0;
    if (high <= read || !atBottom()) return;
    read = high;
    const body = new URLSearchParams({ csrf_token: token(), n: high, ...(other && { with: other }) });
    navigator.sendBeacon?.(page.dataset.read, body) || fetch(page.dataset.read, { method: 'POST', body, keepalive: true }).catch(() => {});
  }
  const seen = (soon = false) => { if (!document.hidden && high > read) reading ||= setTimeout(say, soon ? 1000 : 20000 + Math.random() * 10000); };
  document.addEventListener('visibilitychange', () => (document.hidden ? say() : seen()));
  addEventListener('pagehide', say);

  // --- saying something: at once in the list, kept until the server has it ---------------------------------------------------------
  const text = $('#cs-text'), quote = $('[data-quote]'), line = $('[data-to]'), name = `mooctang-draft:chat:${page.dataset.store}`;
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
    if (complete()) toBottom();
    next();
  }
  async function next() {
    clearTimeout(again);
    const job = waiting[0];
    if (!job || sending) return;
    sending = true;
    const body = new URLSearchParams({ csrf_token: token(), idem: job.key, text: job.text, quote: job.quote || '', ...(job.upload && { upload: job.upload }), ...(other && { with: other }) });
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
    read = Math.max(read, n);
    // The stream brings it as the others see it; where there is none it is asked for.
    setTimeout(() => { if ($('.cs-sent', log)) catchUp(true); }, 2500);
  }
  const tickOff = (node) => { const tick = $('.cs-tick', node); tick?.removeAttribute('role'); tick?.removeAttribute('aria-label'); tick?.setAttribute('aria-hidden', 'true'); };
  const saidIn = (html) => { const parsed = new DOMParser().parseFromString(html, 'text/html'); return ($('[data-error]', parsed) || $('main', parsed) || parsed.body).textContent.trim().replace(/\s+/g, ' ').slice(0, 300); };
  async function refused(job, answer) {
    delete document.documentElement.dataset.unsent;
    const node = nodeOf(job), said = saidIn(await answer.text()) || words().failed;
    if (!node) return toast(said);
    const note = Object.assign(document.createElement('p'), { className: 'cap badc cs-why', textContent: said }), acts = document.createElement('span');
    note.setAttribute('role', 'alert');
    for (const [label, act] of [[form.dataset.resend, () => push({ ...job, key: newKey() })], [form.dataset.drop, () => {}]]) {
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
  addEventListener('submit', (event) => {
    if (event.target === form) { event.preventDefault(); event.stopImmediatePropagation(); return submit(); }
    if ('do' in event.target.dataset && menu?.contains(event.target)) { event.preventDefault(); event.stopImmediatePropagation(); act(event.target); }
  }, true);
  function submit() {
    const said = text.value.trim();
    if (!said) return text.focus();
    if (said.length > +text.dataset.most) return toast(`${said.length} / ${text.dataset.most}`);
    push({ key: newKey(), text: said, quote: quote.value });
    text.value = text.style.height = '';
    answerTo();
    text.focus();
  }
  text?.addEventListener('keydown', (event) => {
    const desk = matchMedia('(pointer:fine)').matches;
    if (event.key === 'Enter' && !event.isComposing && (event.ctrlKey || event.metaKey || (desk && !event.shiftKey))) { event.preventDefault(); submit(); }
  });

  // --- files: in pieces, with a bar; sent when they are there ---------------------------------------------------------------------
  function file(chosen) {
    if (chosen.size > +form.dataset.limit << 20) return toast(form.dataset.large);
    const job = { key: newKey(), text: '', name: chosen.name }, node = shown(job), bar = Object.assign(document.createElement('progress'), { max: 1, value: 0, className: 'upload-bar' });
    const stop = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-link btn-s', textContent: form.dataset.drop });
    $('.cs-bubble', node).append(bar, stop);
    toBottom();
    const upload = new tus.Upload(chosen, {
      endpoint: form.dataset.upload, chunkSize: 4 << 20, retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 40000], removeFingerprintOnSuccess: true,
      headers: { 'X-CSRF-Token': token() }, metadata: { filename: chosen.name },
      onProgress: (done, all) => { bar.value = all ? done / all : 0; },
      onError: () => { bar.remove(); stop.textContent = form.dataset.drop; toast(words().unsent); },
      onSuccess: () => { bar.remove(); stop.remove(); push({ ...job, upload: upload.url.split('/').pop() }); },
    });
    stop.addEventListener('click', () => { upload.abort(true).catch(() => {}); node.remove(); });
    upload.findPreviousUploads().then((found) => { if (found.length) upload.resumeFromPreviousUpload(found[0]); upload.start(); });
  }
  const choose = $('.cs-choose');
  if (choose) choose.multiple = true;
  choose?.addEventListener('change', () => { [...choose.files].slice(0, 9).forEach(file); choose.value = ''; });
  text?.addEventListener('paste', (event) => { const files = [...event.clipboardData.files]; if (files.length) { event.preventDefault(); files.forEach(file); } });

  // --- emoji, replies, and the menu of a message -------------------------------------------------------------------------------------
  document.addEventListener('click', (event) => {
    const at = (query) => event.target.closest?.(query), face = at('[data-emoji]'), dots = at('.cs-more'), reply = at('[data-reply]');
    if (face) { text.setRangeText(face.dataset.emoji, text.selectionStart, text.selectionEnd, 'end'); text.dispatchEvent(new Event('input', { bubbles: true })); text.focus(); }
    if (at('[data-not-to]')) { event.preventDefault(); answerTo(); }
    if (dots && menu) { event.preventDefault(); open(dots.href); }
    if (reply && menu?.contains(reply) && form) {
      event.preventDefault();
      const from = reply.closest('[data-menu]').dataset;
      menu.close();
      answerTo(from.n, from.name, from.text);
      text.focus();
    }
  });
  async function open(href) {
    try {
      const answer = await fetch(href);
      const inside = parse(await answer.text()).querySelector('[data-menu]');
      if (!inside) return location.assign(href);
      menu.replaceChildren(inside);
      menu.showModal();
    } catch { toast(words().unsent); }
  }
  menu?.addEventListener('close', () => menu.replaceChildren());
  async function act(sentForm) {
    const body = new URLSearchParams(new FormData(sentForm)), label = $('button', sentForm).textContent.trim();
    menu.close();
    try {
      const answer = await fetch(sentForm.getAttribute('action'), { method: 'POST', body, headers: { 'HX-Request': 'true' } });
      if (!answer.ok) return toast(saidIn(await answer.text()) || words().failed);
      toast(`${label} ✓`, 3);
      setTimeout(() => catchUp(true), 1500);
    } catch { toast(words().unsent); }
  }
  let press = 0;
  const letGo = () => clearTimeout(press);
  log.addEventListener('pointerdown', (event) => {
    const dots = event.target.closest?.('.cs-bubble')?.closest('article')?.querySelector('.cs-more');
    if (dots && event.pointerType !== 'mouse') press = setTimeout(() => open(dots.href), 550);
  });
  for (const end of ['pointerup', 'pointercancel', 'pointermove']) log.addEventListener(end, letGo, { passive: true });
  log.addEventListener('contextmenu', (event) => { if (event.target.closest?.('.cs-bubble') && matchMedia('(pointer:coarse)').matches) event.preventDefault(); });

  // --- begin --------------------------------------------------------------------------------------------------------------------------
  history.scrollRestoration = 'manual';
  for (const node of $$('article', log)) dress(node);
  if (form) { for (const job of waiting) if (!nodeOf(job)) shown(job); next(); }
  const marked = asked.get('at') && document.getElementById(`m${asked.get('at')}`);
  if (marked) marked.scrollIntoView({ block: 'center' });
  else if (!asked.has('before') && !asked.has('day') && !asked.has('after')) toBottom();
  if (asked.has('again')) { text?.focus(); text?.dispatchEvent(new Event('input', { bubbles: true })); }
  for (const link of $$('[data-earlier],[data-later]')) watch.observe(link);
  seen(true);
})();
