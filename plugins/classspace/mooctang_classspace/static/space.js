// 班级空间: what the parts of this page share. Behind it stand list, news, reading, sending, files, menu and begin, each with one thing to do.
(() => {
  'use strict';
  const $ = (query, from = document) => from.querySelector(query), $$ = (query, from = document) => [...from.querySelectorAll(query)];
  const page = $('.cs-page'), root = document.scrollingElement;
  if (!page) return;
  const { me, blocked, low, high, last, seen, with: other = '' } = page.dataset;
  window.mooctang.space = {
    $, $$, page, root, me, other, log: $('#cs-log'), form: $('#cs-say'), text: $('#cs-text'), menu: $('#cs-menu'),
    blocked: new Set(blocked.split(' ').filter(Boolean)), asked: new URL(location.href).searchParams,
    // Which messages stand in the list, and whether it reaches to the newest: then what comes is put behind it.
    at: { low: +low, high: +high, last: +last, read: +seen, whole: +high >= +last },
    number: (node) => +node.dataset.n || 0,
    parse: (html) => { const made = document.createElement('template'); made.innerHTML = html; return made.content; },
    token: () => $('meta[name="csrf-token"]')?.content || '',
    newKey: () => crypto.randomUUID?.() || Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, '0')).join(''),
    saidIn: (html) => { const parsed = new DOMParser().parseFromString(html, 'text/html'); return ($('[data-error]', parsed) || $('main', parsed) || parsed.body).textContent.trim().replace(/\s+/g, ' ').slice(0, 300); },
    atBottom: () => root.scrollHeight - root.scrollTop - root.clientHeight < 80,
    toBottom: () => { root.scrollTop = root.scrollHeight; },
  };
})();
