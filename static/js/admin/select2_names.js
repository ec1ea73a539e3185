// Gives every box that select2 puts in the place of a <select> the name of its field, for assistive technology:
// the box itself, the field to search in, and the list of what is found. Works for boxes that are added later.
(() => {
  const words = (element) => element?.textContent.replace(/\s+/g, " ").replace(/[\s*:]+$/, "").trim() || "";
  const name = (select) =>
    select.getAttribute("aria-label") ||
    words(select.labels?.[0]) ||
    words(document.getElementById(select.getAttribute("aria-labelledby"))) ||
    select.closest("[data-label]")?.dataset.label ||
    words(select.closest("table")?.querySelector("thead tr")?.cells[select.closest("td")?.cellIndex]) ||
    select.dataset.placeholder ||
    select.name;

  const give = (box) => {
    const inPlace = box.previousElementSibling;
    const opened = document.querySelector(".select2-hidden-accessible + .select2-container--open");
    const select = inPlace?.matches(".select2-hidden-accessible") ? inPlace : opened?.previousElementSibling;
    if (!select) return;
    const label = name(select);
    for (const part of box.querySelectorAll(".select2-selection, .select2-search__field, [role=listbox]")) {
      // The box also says what is chosen in it.
      const chosen = part.querySelector(".select2-selection__rendered[id]");
      const value = chosen?.getAttribute("title");
      part.setAttribute("aria-label", value ? `${label}: ${value}` : label);
      part.removeAttribute("aria-labelledby");
      if (select.id && part.matches(".select2-selection")) part.setAttribute("aria-controls", `select2-${select.id}-results`);
      // Select2 calls what is chosen a box to type in; it is the value of the box around it.
      for (const named of ["role", "aria-readonly"]) chosen?.removeAttribute?.(named);
    }
    // What is chosen of several is a list that also holds a button to empty it: it is called no list.
    for (const chosen of box.querySelectorAll(".select2-selection--multiple .select2-selection__rendered")) {
      for (const part of [chosen, ...chosen.children]) if (part.matches("ul, li")) part.setAttribute("role", "none");
    }
    // A list holds options alone: what it says instead of any is one that cannot be chosen.
    for (const said of box.querySelectorAll(".select2-results__message")) {
      said.setAttribute("role", "option");
      said.setAttribute("aria-disabled", "true");
      said.setAttribute("aria-selected", "false");
    }
  };

  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      if (target.matches?.(".select2-selection__rendered, .select2-results__options")) {
        const box = target.closest(".select2-container");
        if (box) give(box);
      }
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.matches(".select2-container")) give(node);
        else if (node.firstElementChild) node.querySelectorAll(".select2-container").forEach(give);
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
