// Keys of every page of the admin: Ctrl+S saves, "?" shows which keys there are. Links past the menu lead where they say.
// Expects dialog#keys (templates/admin/keys.html), #submit-row with its buttons, [data-skip-to-field], [data-keys-open].
(() => {
  const typing = (element) => element?.closest?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable=true], .select2-container");

  const openKeys = () => {
    const dialog = document.getElementById("keys");
    if (!dialog || dialog.open) return;
    for (const line of dialog.querySelectorAll("[data-when]")) line.hidden = !document.querySelector(line.dataset.when);
    dialog.showModal();
  };

  const save = () => {
    const row = document.getElementById("submit-row");
    const button = row?.querySelector("button[name=_continue]") || row?.querySelector("button[name=_save]");
    if (!button) return false;
    button.form?.requestSubmit(button);
    return true;
  };

  // Heard on the way down: select2 lets no key of its search field come up again.
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s") {
      // A dialog in front asks something else first.
      if (document.querySelector("dialog[open]")) event.preventDefault();
      else if (save()) event.preventDefault();
    }
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (event.key === "?" && !event.ctrlKey && !event.metaKey && !typing(event.target) && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      openKeys();
    }
    if (event.key === "/" && !typing(event.target)) {
      const search = document.getElementById("searchbar");
      if (search) { event.preventDefault(); search.focus(); }
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]")) openKeys();
    const dialog = event.target.closest("dialog.keys");
    if (dialog && (event.target === dialog || event.target.closest("[data-keys-close]"))) dialog.close();
    if (event.target.closest("[data-skip-to-field]")) {
      const fields = document.querySelectorAll("#content form :is(input:not([type=hidden]), textarea, select, [contenteditable=true])");
      const first = [...fields].find((field) => field.checkVisibility?.() && !field.disabled && !field.closest(".working"));
      if (first) { event.preventDefault(); first.focus(); }
    }
  });
})();
