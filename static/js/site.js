// What every page has: theme and rise/fall switches, the offer of the other language (appearance.js shows it), and the
// keyboard's way into text that scrolls sideways.
// Expects [data-theme-switch][data-light][data-dark], [data-rise-switch][data-red][data-green],
// [data-language-offer] with a [data-dismiss] button.
const root = document.documentElement;

const keep = (name, value) => {
  root.dataset[name] = value;
  try { localStorage.setItem(name, value); } catch { /* not kept beyond this page */ }
};

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

document.querySelector("[data-language-offer] [data-dismiss]")?.addEventListener("click", () => {
  delete root.dataset.offer;
  try { localStorage.setItem("language-offer", "no"); } catch { /* asked again next time */ }
});

// A wide table in a text scrolls; not every browser lets the arrow keys reach it by itself.
const scrolling = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll(":is(.prose, .prose table, .table-scroll):not([tabindex])")) scrolling.observe(box);

// On a narrow screen the ways beside a page are a row that scrolls: the one that leads here is in sight.
const here = document.querySelector(".side__links [aria-current]");
const row = here?.closest("ul");
if (row && row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;

// Whoever is signed in at the admin is led to where this page is edited. Only a browser with the mark of a session asks;
// the mark says where.
const mark = document.cookie.match(/(?:^|; )desk=([^;]+)/)?.[1];
const offerEditing = async () => {
  const address = decodeURIComponent(mark);
  if (!/^\/[^/]/.test(address)) return;
  const answer = await fetch(`${address}?path=${encodeURIComponent(location.pathname)}`, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const { label, links } = await answer.json();
  const bar = document.createElement("nav");
  bar.className = "desk-bar";
  bar.setAttribute("aria-label", label);
  for (const link of links) {
    const way = document.createElement("a");
    way.href = link.address;
    way.textContent = link.words;
    bar.append(way);
  }
  document.body.append(bar);
};
if (mark) offerEditing().catch(() => { /* the page is complete without it */ });
