// The theme hides the page until its scripts run, and what is hidden takes no focus: the field that should have it gets it
// then, unless somebody has begun elsewhere. Something new begins in its first field.
(() => {
  const give = () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const added = document.getElementById("django-admin-form-add-constants")?.dataset.modelName;
    const fields = added ? `#${added}_form :is(input:not([type=hidden], [type=submit]), select, textarea)` : null;
    const first = [...(fields ? document.querySelectorAll(fields) : [])].find(
      (field) => field.checkVisibility?.() && !field.disabled && !field.closest(".working"),
    );
    (document.querySelector("[autofocus]") ?? first)?.focus();
  };
  document.addEventListener("alpine:initialized", () => setTimeout(give));
  window.addEventListener("load", () => setTimeout(give));
})();
