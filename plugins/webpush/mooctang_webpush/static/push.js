// Allowing notices in this browser: the browser asks its push service for an address, which a form hands to the server.
(() => {
  const form = document.getElementById('push'), button = document.getElementById('push-on');
  const say = (word) => {
    form.querySelectorAll('[data-say]').forEach((line) => { line.hidden = line.dataset.say !== word; });
    button.hidden = !['can', 'failed'].includes(word);
  };
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
  const send = (found) => {
    const { endpoint, keys } = found.toJSON();
    form.elements.endpoint.value = endpoint;
    form.elements.p256dh.value = keys.p256dh;
    form.elements.auth.value = keys.auth;
    form.submit();
  };
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !window.isSecureContext) return;
  const ready = navigator.serviceWorker.register(form.dataset.worker).then(() => navigator.serviceWorker.ready);
  ready.then((worker) => worker.pushManager.getSubscription())
    .then((found) => say(found ? 'on' : Notification.permission === 'denied' ? 'denied' : 'can'), () => say('cannot'));
  button.addEventListener('click', () => Notification.requestPermission().then((word) => {
    if (word !== 'granted') return say(word === 'denied' ? 'denied' : 'can');
    return ready.then((worker) => worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) })).then(send, () => say('failed'));
  }));
})();
