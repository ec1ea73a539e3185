// Runs before the first paint: applies the theme and the rise/fall colours the reader chose.
// Expects nothing; sets data-theme, data-rise and the class "scripted" on <html>.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  try {
    for (const name of ["theme", "rise"]) {
      const chosen = localStorage.getItem(name);
      if (chosen) root.dataset[name] = chosen;
    }
  } catch { /* storage is switched off: the system's theme stays */ }
})();
