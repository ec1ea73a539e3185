// Runs before the first paint: applies the theme and the rise/fall colours the reader chose, and makes room for the
// offer of the other language, so that nothing moves afterwards.
// Expects lang and data-other, the language that is offered, on <html>; sets data-theme, data-rise, data-offer and the class "scripted" there.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const other = root.dataset.other?.split("-")[0];
  const wanted = (navigator.languages?.[0] ?? navigator.language ?? "").toLowerCase();
  if (other && wanted.startsWith(other)) root.dataset.offer = other;
  try {
    if (localStorage.getItem("language-offer")) delete root.dataset.offer;
    for (const name of ["theme", "rise"]) {
      const chosen = localStorage.getItem(name);
      if (chosen) root.dataset[name] = chosen;
    }
  } catch { /* storage is switched off: the system's theme stays */ }
})();
