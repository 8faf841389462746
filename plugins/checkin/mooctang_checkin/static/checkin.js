// 签到 on the telephone: the place is asked for after a tap and sent once it is good enough; the camera reads the wall.
(() => {
  'use strict';
  if (window.mooctangCheckin) return;
  window.mooctangCheckin = true;
  const GOOD = 30, PATIENCE = 9000;
  const $ = (query, from = document) => from.querySelector(query);

  // --- the place ------------------------------------------------------------------------------------------------------
  const WHY = { 1: 'denied', 2: 'unavailable', 3: 'timeout' };
  function put(form, values) {
    for (const [name, value] of Object.entries(values)) if (form.elements[name]) form.elements[name].value = value;
  }
  function say(form, text) {
    const line = $('.ci-say', form) || $('.ci-say');
    if (!line) return;
    line.hidden = !text;
    line.textContent = text;
  }
  const words = (form) => ($('.ci-say', form) || $('.ci-say'))?.dataset || {};
  // The first fix of a phone is often a mast; a few seconds later it is the window one sits at.
  function locate(onBetter) {
    if (!window.isSecureContext || !navigator.geolocation) return Promise.resolve({ no_place: window.isSecureContext ? 'unavailable' : 'insecure' });
    return new Promise((done) => {
      let best = null;
      const finish = (result) => { navigator.geolocation.clearWatch(watch); clearTimeout(timer); done(result); };
      const asked = () => (best ? { latitude: best.latitude, longitude: best.longitude, accuracy: best.accuracy } : { no_place: 'timeout' });
      const timer = setTimeout(() => finish(asked()), PATIENCE);
      const watch = navigator.geolocation.watchPosition(({ coords }) => {
        if (!best || coords.accuracy < best.accuracy) best = coords;
        if (best.accuracy <= GOOD) finish(asked());
        else onBetter(best);
      }, (error) => finish(best ? asked() : { no_place: WHY[error.code] || 'unavailable' }), { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 });
    });
  }
  // On the window, so that it comes before the page's own handling of forms.
  addEventListener('submit', async (event) => {
    const form = event.target;
    if (!form.matches?.('[data-locate]') || form.located) { if (form.matches?.('[data-locate]')) form.located = false; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.locating) return;
    form.locating = true;
    const buttons = form.querySelectorAll('button[type=submit]');
    for (const button of buttons) button.disabled = true;
    say(form, words(form).locating);
    const found = await locate((fix) => say(form, words(form).better.replace('{n}', Math.round(fix.accuracy))));
    put(form, { latitude: '', longitude: '', accuracy: '', no_place: '', ...found });
    for (const button of buttons) button.disabled = false;
    say(form, '');
    form.locating = false;
    if (!form.isConnected) return;
    form.located = true;
    form.requestSubmit();
  }, true);

  // --- the camera -----------------------------------------------------------------------------------------------------
  const canScan = () => window.isSecureContext && 'BarcodeDetector' in window && !!navigator.mediaDevices;
  function offer() { if (canScan()) for (const button of document.querySelectorAll('[data-scan]')) button.hidden = false; }
  async function scan(sheet) {
    const video = $('video', sheet), note = $('[data-camera-off]', sheet);
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }); } catch { note.textContent = note.dataset.cameraOff; return; }
    video.srcObject = stream;
    await video.play();
    const reader = new BarcodeDetector({ formats: ['qr_code'] });
    const stop = () => stream.getTracks().forEach((track) => track.stop());
    sheet.addEventListener('close', stop, { once: true });
    while (sheet.open) {
      const [code] = await reader.detect(video).catch(() => []);
      if (code && ours(code.rawValue)) { stop(); return location.assign(code.rawValue); }
      await new Promise((next) => setTimeout(next, 200));
    }
  }
  function ours(text) {
    try { const url = new URL(text); return url.origin === location.origin && url.pathname.includes('/claim/'); } catch { return false; }
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-scan]');
    const sheet = button && document.getElementById(button.dataset.scan);
    if (sheet) { sheet.showModal(); scan(sheet); }
  });
  document.addEventListener('live:patched', offer);
  offer();
})();
