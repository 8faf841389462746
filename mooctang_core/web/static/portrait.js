/* A portrait from a phone's camera has megabytes: it is made small before it is sent. Without this script the form works with smaller pictures. */
(() => {
  const SIDE = 512;
  const small = async (file) => {
    const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.min(drawn.width, drawn.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(drawn.width * scale);
    canvas.height = Math.round(drawn.height * scale);
    canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.86));
    return new File([blob], "portrait.jpg", { type: "image/jpeg" });
  };
  document.querySelectorAll("form[data-portrait] input[type=file]").forEach((input) => {
    input.addEventListener("change", async () => {
      if (!input.files.length || typeof createImageBitmap !== "function") return;
      try {
        const held = new DataTransfer();
        held.items.add(await small(input.files[0]));
        input.files = held.files;
      } catch (_error) { /* not a picture: the server says so */ }
    });
  });
})();
