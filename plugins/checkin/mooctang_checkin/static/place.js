// Where the class is: this device, a tap on a map without tiles, or numbers by hand. All three fill the same fields.
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const latitude = $('ci-latitude'), longitude = $('ci-longitude'), radius = $('ci-radius'), box = $('ci-map');
  const line = $('ci-here-say');
  let map, ring, dot;

  const centre = () => {
    const point = [parseFloat(latitude.value), parseFloat(longitude.value)];
    return point.every(Number.isFinite) && Math.abs(point[0]) <= 90 && Math.abs(point[1]) <= 180 ? point : null;
  };
  const metres = () => Math.min(5000, Math.max(20, parseFloat(radius.value) || 100));

  function draw(fit) {
    const point = centre();
    if (!point || !window.L) return;
    if (!map) begin(point);
    ring.setLatLng(point).setRadius(metres());
    dot.setLatLng(point);
    if (fit) map.fitBounds(ring.getBounds().pad(0.35), { animate: false });
  }
  function begin(point) {
    box.hidden = false;
    map = L.map(box, { attributionControl: false, zoomControl: false, keyboard: true, zoomSnap: 0.5, minZoom: 11, maxZoom: 19 }).setView(point, 17);
    L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    ring = L.circle(point, { radius: metres(), className: 'ci-ring', weight: 2, fillOpacity: 0.12 }).addTo(map);
    dot = L.circleMarker(point, { radius: 9, className: 'ci-dot', weight: 3, fillOpacity: 1 }).addTo(map);
    map.on('click', ({ latlng }) => put(latlng.lat, latlng.wrap().lng));
  }
  function put(lat, lng, fit) {
    latitude.value = lat.toFixed(6);
    longitude.value = lng.toFixed(6);
    draw(fit);
  }
  function here() {
    line.textContent = line.dataset.locating;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      line.textContent = line.dataset.found.replace('{n}', Math.round(coords.accuracy));
      put(coords.latitude, coords.longitude, true);
    }, () => { line.textContent = line.dataset.failed; }, { enableHighAccuracy: true, timeout: 12000, maximumAge: 0 });
  }

  const secure = window.isSecureContext && navigator.geolocation;
  $('ci-here').hidden = !secure;
  $('ci-insecure').hidden = !!secure;
  $('ci-here').addEventListener('click', here);
  for (const field of [latitude, longitude, radius]) field.addEventListener('input', () => draw(true));
  for (const button of document.querySelectorAll('[data-radius]')) button.addEventListener('click', () => { radius.value = button.dataset.radius; draw(true); });
  draw(true);
})();
