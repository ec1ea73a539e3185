// A field for one picture: opens the library's dialog and shows what was chosen.
// Expects [data-picture-field=address of the library][data-dialogs=module][data-page=address of the pictures] with a hidden
// input, [data-thumbnail], [data-title], [data-words], [data-what], [data-choose] and [data-remove].
const show = (place, picture) => {
  const part = (name) => place.querySelector(`[data-${name}]`);
  const input = place.querySelector("input[type=hidden]");
  const words = picture && (picture.decorative ? place.dataset.decorative : picture.alt[document.documentElement.lang] || Object.values(picture.alt).find(Boolean));
  place.classList.toggle("is-empty", !picture);
  input.value = picture?.id ?? "";
  part("thumbnail").src = picture?.thumbnail || "data:,";
  part("title").textContent = part("what").textContent = picture?.title ?? "";
  part("title").href = picture ? `${place.dataset.page}${picture.id}/change/` : "";
  part("words").textContent = picture ? words || place.dataset.missing : "";
  for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
};

document.addEventListener("click", async (event) => {
  const place = event.target.closest("[data-picture-field]");
  if (!place) return;
  if (event.target.closest("[data-remove]")) {
    show(place, null);
    place.querySelector("[data-choose]").focus();
  }
  if (event.target.closest("[data-choose]")) {
    const { libraryDialog } = await import(place.dataset.dialogs);
    const picked = await libraryDialog(place.dataset.pictureField, place.querySelector("input[type=hidden]").value);
    if (picked) show(place, picked);
    place.querySelector("[data-choose]").focus();
  }
});
