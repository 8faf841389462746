// Files: in pieces, with a bar; sent when they are there.
(() => {
  'use strict';
  const cs = window.mooctang.space;
  if (!cs) return;
  const { $, form, text } = cs;
  let library = null;
  // What carries files is fetched by whoever brings one.
  const carrier = () => (library ??= new Promise((done, fail) => {
    document.head.append(Object.assign(document.createElement('script'), { src: form.dataset.carrier, onload: () => done(window.tus), onerror: () => { library = null; fail(); } }));
  }));
  function file(chosen) {
    if (chosen.size > +form.dataset.limit << 20) return mooctang.toast(form.dataset.large);
    const job = { key: cs.newKey(), text: '', name: chosen.name }, node = cs.shown(job), bar = Object.assign(document.createElement('progress'), { max: 1, value: 0, className: 'upload-bar' });
    const stop = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-link btn-s', textContent: form.dataset.drop });
    const failed = () => { bar.remove(); mooctang.toast(mooctang.words().unsent); };
    let upload = null;
    stop.addEventListener('click', () => { upload?.abort(true).catch(() => {}); node.remove(); });
    $('.cs-bubble', node).append(bar, stop);
    cs.toBottom();
    carrier().then((tus) => {
      if (!node.isConnected) return;
      upload = new tus.Upload(chosen, {
        endpoint: form.dataset.upload, chunkSize: 4 << 20, retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 40000], removeFingerprintOnSuccess: true,
        headers: { 'X-CSRF-Token': cs.token() }, metadata: { filename: chosen.name }, onError: failed,
        onProgress: (done, all) => { bar.value = all ? done / all : 0; },
        onSuccess: () => { bar.remove(); stop.remove(); cs.push({ ...job, upload: upload.url.split('/').pop() }); },
      });
      upload.findPreviousUploads().then((found) => { if (found.length) upload.resumeFromPreviousUpload(found[0]); upload.start(); });
    }).catch(failed);
  }
  const choose = $('.cs-choose');
  if (choose) choose.multiple = true;
  choose?.addEventListener('click', () => carrier().catch(() => {}));
  choose?.addEventListener('change', () => { [...choose.files].slice(0, 9).forEach(file); choose.value = ''; });
  text?.addEventListener('paste', (event) => { const files = [...event.clipboardData.files]; if (files.length) { event.preventDefault(); files.forEach(file); } });
})();
