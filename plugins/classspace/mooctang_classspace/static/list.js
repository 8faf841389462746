// Putting messages into the list: each once, at its place, dressed for whoever reads.
(() => {
  'use strict';
  const cs = window.mooctang.space;
  if (!cs) return;
  const { $, $$, log, me, blocked, at, number } = cs, extra = $('#cs-extra');
  // What can become another in a message that stands there; a video that plays is left alone.
  const look = (node) => [$('[data-gone]', node)?.textContent, $('.cs-quote > span', node)?.textContent, node.matches('.cs-wait,.cs-sent')].join('\n');

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
      else if (n ? n > at.low - 1 && n <= upTo : at.whole) { insert(node); fresh += node.dataset.by !== me; }
      gone(node);
      if (n && n > at.high && n <= upTo) at.high = n;
    }
    $('.cs-none')?.toggleAttribute('hidden', Boolean(log.children.length));
    return fresh;
  }
  Object.assign(cs, { dress, known, put });
})();
