// The page as it opens: what stands there is dressed, what waited goes on, and one is where one wanted to be.
(() => {
  'use strict';
  const cs = window.mooctang.space;
  if (!cs) return;
  const { $$, log, form, text, asked } = cs;
  history.scrollRestoration = 'manual';
  for (const node of $$('article', log)) cs.dress(node);
  if (form) cs.resume();
  const marked = asked.get('at') && document.getElementById(`m${asked.get('at')}`);
  if (marked) marked.scrollIntoView({ block: 'center' });
  else if (!asked.has('before') && !asked.has('day') && !asked.has('after')) cs.toBottom();
  if (asked.has('again')) { text?.focus(); text?.dispatchEvent(new Event('input', { bubbles: true })); }
  cs.seen(true);
})();
