// Forms of the admin: what a button asks first, where the first mistake is, and changes that select2 makes.
// Expects #submit-row; buttons with data-asks (a question) and data-later (their words when the moment to publish is to come).
(() => {
  // -- A question before a step that takes something away -------------------------------------------------------------

  const asked = (button) => new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "asking";
    dialog.setAttribute("aria-label", button.textContent.trim());
    const sentence = document.createElement("p");
    sentence.textContent = button.dataset.asks;
    const form = document.createElement("form");
    form.method = "dialog";
    for (const [value, words, kind] of [["yes", button.textContent.trim(), "is-grave"], ["", window.gettext?.("Cancel") || "Cancel", "is-quiet"]]) {
      const one = document.createElement("button");
      one.value = value;
      one.className = `desk-button ${kind}`;
      one.textContent = words;
      form.append(one);
    }
    dialog.append(sentence, form);
    document.body.append(dialog);
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    dialog.showModal();
  });

  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-closes-menu]")) event.target.closest("[popover]")?.hidePopover();
    const button = event.target.closest("button[data-asks]");
    if (!button || button.dataset.answered) return;
    event.preventDefault();
    button.closest("[popover]")?.hidePopover();
    if (!await asked(button)) return;
    button.dataset.answered = "1";
    button.form.requestSubmit(button);
    delete button.dataset.answered;
  });

  // -- Changes that select2 makes are changes of the form -------------------------------------------------------------

  const hearSelect2 = () => {
    const $ = window.django?.jQuery;
    $?.(document).on("change", ".select2-hidden-accessible", (event) => {
      if (!event.originalEvent) event.target.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };

  // -- The first mistake ----------------------------------------------------------------------------------------------

  const fieldOf = (place) => [...place.querySelectorAll(
    ".select2-selection, [contenteditable=true], input:not([type=hidden]), textarea, select:not(.select2-hidden-accessible), button",
  )].find((field) => field.checkVisibility?.());

  const showMistakes = () => {
    const note = document.querySelector("#content form .errornote");
    const places = [...document.querySelectorAll("#content form .errors")].filter((place) => !place.querySelector(".errors"));
    if (!places.length) return;
    const list = document.createElement("ul");
    list.className = "mistakes";
    for (const place of places) {
      for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      const label = place.querySelector("label");
      const said = [...place.querySelectorAll("ul li")].map((line) => line.textContent.trim()).join(" ");
      const go = document.createElement("button");
      go.type = "button";
      go.textContent = [label?.textContent.replace(/[\s*:]+$/, "").replace(/\s+/g, " ").trim(), said].filter(Boolean).join(": ");
      go.addEventListener("click", () => { place.scrollIntoView({ block: "center" }); fieldOf(place)?.focus({ preventScroll: true }); });
      const line = document.createElement("li");
      line.append(go);
      list.append(line);
    }
    note?.append(list);
    places[0].scrollIntoView({ block: "center" });
    fieldOf(places[0])?.focus({ preventScroll: true });
  };

  // -- What a step lacks: said above the form with links, shown at the fields, the first one takes the focus --------------

  const showLacking = () => {
    const links = [...document.querySelectorAll("a[data-mistake]")];
    const go = (place) => { place.scrollIntoView({ block: "center" }); fieldOf(place)?.focus({ preventScroll: true }); };
    let first = null;
    for (const link of links) {
      const field = document.getElementById(`id_${link.dataset.mistake}`);
      const place = field?.closest(`.field-${link.dataset.mistake}`) || field?.closest(".prose-editor")?.parentElement || field?.parentElement;
      if (!place) continue;
      for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      const note = document.createElement("p");
      note.className = "lacking";
      note.textContent = link.textContent;
      place.append(note);
      link.addEventListener("click", (event) => { event.preventDefault(); go(place); });
      first ||= place;
    }
    if (first) go(first);
  };

  // -- The button that leads on says "schedule" once the moment is to come ---------------------------------------------

  const followMoment = () => {
    const button = document.querySelector("#submit-row [data-later]");
    const [day, time] = ["published_at_0", "published_at_1"].map((name) => button?.form?.elements[name]);
    if (!day || !time) return;
    const words = button.textContent;
    // The office's clock is that of Beijing, whatever the browser's is.
    const follow = () => {
      const moment = new Date(`${day.value}T${time.value || "00:00"}+08:00`);
      button.textContent = moment > new Date() ? button.dataset.later : words;
    };
    for (const field of [day, time]) for (const name of ["input", "change", "blur"]) field.addEventListener(name, follow);
    follow();
  };

  // The theme shows the page once its scripts run; what is hidden takes no focus.
  window.addEventListener("load", () => { hearSelect2(); followMoment(); setTimeout(() => { showMistakes(); showLacking(); }); });
})();
