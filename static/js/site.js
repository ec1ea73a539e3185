// What every page has: theme and rise/fall switches, the offer of the other language.
// Expects [data-theme-switch][data-light][data-dark], [data-rise-switch][data-red][data-green],
// [data-language-offer="zh"|"en"] with a [data-dismiss] button.
const root = document.documentElement;

const keep = (name, value) => {
  root.dataset[name] = value;
  try { localStorage.setItem(name, value); } catch { /* not kept beyond this page */ }
};
const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };

const themeSwitch = document.querySelector("[data-theme-switch]");
if (themeSwitch) {
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const label = () => { themeSwitch.textContent = isDark() ? themeSwitch.dataset.light : themeSwitch.dataset.dark; };
  themeSwitch.addEventListener("click", () => { keep("theme", isDark() ? "light" : "dark"); label(); });
  label();
}

const riseSwitch = document.querySelector("[data-rise-switch]");
if (riseSwitch) {
  const isRed = () => (root.dataset.rise ?? (root.lang.startsWith("zh") ? "red" : "green")) === "red";
  const label = () => { riseSwitch.textContent = isRed() ? riseSwitch.dataset.green : riseSwitch.dataset.red; };
  riseSwitch.addEventListener("click", () => { keep("rise", isRed() ? "green" : "red"); label(); });
  label();
}

const offer = document.querySelector("[data-language-offer]");
if (offer && !kept("language-offer")) {
  const wanted = (navigator.languages?.[0] ?? navigator.language ?? "").toLowerCase();
  if (wanted.startsWith(offer.dataset.languageOffer)) offer.hidden = false;
  offer.querySelector("[data-dismiss]").addEventListener("click", () => {
    offer.hidden = true;
    try { localStorage.setItem("language-offer", "no"); } catch { /* asked again next time */ }
  });
}
