// The theme hides the page until its scripts run, and what is hidden takes no focus: the field that should have it gets it
// then, unless somebody has begun elsewhere.
(() => {
  const give = () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    document.querySelector("[autofocus]")?.focus();
  };
  document.addEventListener("alpine:initialized", () => setTimeout(give));
  window.addEventListener("load", () => setTimeout(give));
})();
