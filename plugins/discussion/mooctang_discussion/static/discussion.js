// 讨论: which posts are mine, which I like; what is answered; the composer empties itself once it was sent.
(() => {
  'use strict';
  const words = (name) => new Set((document.querySelector('.dc-mine')?.dataset[name] || '').split(' ').filter(Boolean));
  const mark = (node, on) => { if (node) on ? (node.dataset.mine = '') : delete node.dataset.mine; };
  function mine() {
    const own = words('own'), liked = words('liked');
    for (const post of document.querySelectorAll('[data-post]')) mark(post, own.has(post.dataset.post));
    for (const button of document.querySelectorAll('.dc-like')) {
      const post = button.form?.elements.like?.value, on = liked.has(post);
      if (own.has(post)) button.disabled = true;
      mark(button, on);
      button.setAttribute('aria-pressed', on);
    }
  }
  const form = document.getElementById('dc-say');
  const text = form?.querySelector('textarea'), reply = form?.querySelector('[data-reply]'), line = form?.querySelector('[data-to]');
  const standing = line?.hidden === false ? '' : reply?.value || '';

  function answer(id) {
    reply.value = id;
    line.hidden = !id || id === standing;
    const post = !id ? null : document.querySelector(`[data-post="${CSS.escape(id)}"]`);
    line.querySelector('[data-to-name]').textContent = post?.dataset.name || '';
  }
  document.addEventListener('click', (event) => {
    const asked = event.target.closest?.('[data-answer],[data-not-to]');
    if (!asked || !form) return;
    event.preventDefault();
    answer(asked.dataset.answer || standing);
    text.focus();
  });
  // A phone's Enter makes a line; on a keyboard Ctrl and Enter send.
  text?.addEventListener('keydown', (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit(); });
  form?.addEventListener('form:sent', () => {
    text.value = text.style.height = '';
    form.querySelector('.form-answer')?.remove();
    answer(standing);
  });
  if (form && !line.hidden) answer(reply.value);
  // The own part comes with every answer and every live patch, the board with the live ones.
  for (const place of document.querySelectorAll('#face,#board')) new MutationObserver(mine).observe(place, { childList: true, subtree: true, attributeFilter: ['data-own', 'data-liked'] });
  document.addEventListener('live:patched', mine);
  mine();
})();
