// "My indices", kept in this browser: a button at an index marks it, the list of indices shows the marked ones first.
// Nothing is sent. Expects [data-star] (the path of an index) with an element for its sign, and [data-my-indices] before the tables
// it takes rows from; both are hidden without this script.
const STORE = "my-indices";
const MOST = 40;

const read = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MOST) : [];
  } catch { return []; }
};

const star = document.querySelector("[data-star]");
if (star) {
  const path = star.dataset.star;
  const show = () => {
    const held = read().includes(path);
    star.setAttribute("aria-pressed", String(held));
    star.firstElementChild.textContent = held ? "★" : "☆";
  };
  star.addEventListener("click", () => {
    const kept = read();
    const after = kept.includes(path) ? kept.filter((one) => one !== path) : [...kept, path].slice(-MOST);
    try { localStorage.setItem(STORE, JSON.stringify(after)); } catch { /* this browser keeps nothing */ }
    show();
  });
  addEventListener("storage", (event) => { if (event.key === STORE) show(); });
  show();
  star.hidden = false;
}

const mine = document.querySelector("[data-my-indices]");
if (mine) {
  const kept = new Set(read());
  const pathOf = (row) => row.querySelector("th a")?.pathname.match(/\/index\/(.+)\/$/)?.[1];
  for (const table of document.querySelectorAll("table.figures--tree")) {
    const rows = [...table.tBodies[0].rows].filter((row) => kept.has(pathOf(row)));
    if (!rows.length) continue;
    const box = table.parentElement.cloneNode(false);
    const copy = table.cloneNode(false);
    copy.classList.remove("figures--tree");
    const body = document.createElement("tbody");
    body.append(...rows.map((row) => row.cloneNode(true)));
    copy.append(...[table.caption, table.tHead].filter(Boolean).map((part) => part.cloneNode(true)), body);
    box.append(copy);
    mine.append(box);
    mine.hidden = false;
  }
}
