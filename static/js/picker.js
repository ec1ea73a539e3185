// Finding an index among those that can be compared: typing leaves only what holds all words, of the name or its path.
// Expects [data-filtered] with input[data-filter] and labels that hold a checkbox; without script all are shown.
document.querySelectorAll("[data-filtered]").forEach((box) => {
  const input = box.querySelector("input[data-filter]");
  const choices = [...box.querySelectorAll("label.check")].map((label) => ({
    label,
    text: `${label.textContent} ${label.querySelector("input").value}`.toLowerCase(),
  }));
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    choices.forEach(({ label, text }) => {
      label.hidden = !label.querySelector("input").checked && !words.every((word) => text.includes(word));
    });
    box.querySelectorAll("fieldset").forEach((group) => {
      group.hidden = !group.querySelector("label.check:not([hidden])");
    });
  };
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
});
