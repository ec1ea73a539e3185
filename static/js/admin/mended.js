// What the theme and Django leave without a name, or name wrongly, in lists and forms; loaded by every page of the admin.
(() => {
  const words = (element) => element?.textContent.replace(/\s+/g, " ").replace(/[\s*:]+$/, "").trim() || "";

  // A field in a cell has the name of its column, and of its row where that has one.
  const nameCells = (root) => {
    for (const field of root.querySelectorAll("td :is(input:not([type=hidden], [type=submit], [type=button]), select, textarea)")) {
      if (field.labels?.length || field.hasAttribute("aria-label") || field.hasAttribute("aria-labelledby")) continue;
      const cell = field.closest("td"), row = cell.closest("tr");
      const column = cell.dataset.label || words(cell.closest("table")?.querySelector("thead tr")?.cells[cell.cellIndex]);
      const heading = words(row?.querySelector("th"));
      field.setAttribute("aria-label", [column, heading].filter(Boolean).join(": ") || field.name);
    }
  };

  // A heading of a column says something; an empty one is a cell like any other.
  const emptyHeadings = (root) => {
    for (const heading of root.querySelectorAll("thead th")) {
      if (words(heading) || heading.querySelector("img[alt]:not([alt='']), [aria-label], input")) continue;
      const cell = document.createElement("td");
      cell.className = heading.className;
      cell.append(...heading.childNodes);
      heading.replaceWith(cell);
    }
  };

  const mend = (root) => {
    nameCells(root);
    emptyHeadings(root);
    for (const hint of root.querySelectorAll(".help-tooltip[aria-label]:not([role])")) hint.setAttribute("role", "img");
    for (const scroller of root.querySelectorAll(".simplebar-content-wrapper[role=region]")) {
      // What scrolls has links or fields in it: it needs neither a place in the order of the Tab key nor one among the landmarks.
      scroller.removeAttribute("role");
      scroller.removeAttribute("aria-label");
      if (scroller.querySelector("a, button, input, select, textarea")) scroller.tabIndex = -1;
    }
  };

  // The theme looks for a text beside every file field, and fails where there is none: those fields it leaves alone.
  document.addEventListener("DOMContentLoaded", () => {
    for (const file of document.querySelectorAll("input[type=file]")) {
      if (!file.parentNode.parentNode.parentNode?.querySelector("input[type=text]")) file.hasChangeListener = true;
    }
  });
  window.addEventListener("load", () => setTimeout(() => mend(document), 50));
  document.addEventListener("formset:added", (event) => mend(event.target));
})();
