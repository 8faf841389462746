// Reading a screen's picture with the phone, where the browser can; everywhere else the phone's own camera does it.
(() => {
  'use strict';
  if (!('BarcodeDetector' in window) || !isSecureContext || !navigator.mediaDevices) return;
  const $ = (query) => document.querySelector(query);
  const show = () => { const button = $('[data-scan]'); if (button && !stream) button.hidden = false; };
  let stream = null;
  const digits = (text) => /\/tp\/(\d{6})(?:$|[?#])/.exec(text)?.[1];

  async function scan(button) {
    const eye = $('[data-eye]');
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).catch(() => null);
    if (!stream) return;
    button.hidden = true;
    eye.hidden = false;
    eye.srcObject = stream;
    await eye.play();
    look(eye, new BarcodeDetector({ formats: ['qr_code'] }));
  }
  async function look(eye, detector) {
    if (!stream || !eye.isConnected) return close(eye);
    const found = (await detector.detect(eye).catch(() => [])).map((one) => digits(one.rawValue)).find(Boolean);
    if (!found) return setTimeout(look, 150, eye, detector);
    close(eye);
    const form = $('.wall-pair');
    form.elements.code.value = found;
    form.requestSubmit();
  }
  function close(eye) {
    for (const track of stream?.getTracks() || []) track.stop();
    stream = null;
    eye.hidden = true;
  }
  document.addEventListener('click', (event) => { const button = event.target.closest?.('[data-scan]'); if (button) scan(button); });
  document.addEventListener('live:patched', show);
  show();
})();
