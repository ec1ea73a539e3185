// The focal point of a picture: clicked, dragged or moved with the arrow keys, with the crops beside it.
// Expects [data-focal] with [data-focal-stage], [data-focal-mark], images [data-focal-crop], and the fields focal_x, focal_y.
const place = document.querySelector("[data-focal]");

if (place) {
  const stage = place.querySelector("[data-focal-stage]");
  const mark = place.querySelector("[data-focal-mark]");
  const crops = place.querySelectorAll("[data-focal-crop]");
  const [x, y] = ["id_focal_x", "id_focal_y"].map((id) => document.getElementById(id));
  const limited = (value) => Math.max(0, Math.min(100, Math.round(value)));
  const show = () => {
    mark.style.left = `${x.value}%`;
    mark.style.top = `${y.value}%`;
    for (const crop of crops) crop.style.objectPosition = `${x.value}% ${y.value}%`;
  };
  const set = (left, top) => {
    [x.value, y.value] = [limited(left), limited(top)];
    for (const field of [x, y]) field.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  };
  const follow = (event) => {
    const box = stage.getBoundingClientRect();
    set(100 * (event.clientX - box.left) / box.width, 100 * (event.clientY - box.top) / box.height);
  };
  stage.addEventListener("pointerdown", (event) => { stage.setPointerCapture(event.pointerId); follow(event); });
  stage.addEventListener("pointermove", (event) => { if (stage.hasPointerCapture(event.pointerId)) follow(event); });
  stage.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    set(Number(x.value) + far * step[0], Number(y.value) + far * step[1]);
  });
  for (const field of [x, y]) field.addEventListener("change", show);
  show();
}
