/* Zoom and pan of the chart of an index. The server draws: while fingers, wheel or keys move, the drawing is only stretched;
   then the parts of the page that follow the chart are fetched for the new span and put in place, and the address says it.

   Without this script every link does the same. It expects:

   <section data-follows="chart">
     <nav data-chart-links><a href="?from=…">…</a></nav>   and <form data-chart-range>
     <figure data-chart data-newest="2025-06-16" [data-oldest="2007-06-04"]>…</figure>   drawings as js/chart.js has them
     <p data-chart-keys hidden>The keys</p>
   </section>
   <section data-follows="figures">…</section>
   The page of an index, a comparison and the frame for other sites have it; each may do without what is not its own.
   and from js/chart.js the event "chart:range" with {from, to}; it listens to "chart:drawn".
*/

const DAY = 864e5;
const REST = 250; // a gesture is over when nothing has moved for so many milliseconds
const ONE_GESTURE = 3000; // gestures this close together are one step of the history

const here = () => location.pathname + location.search;
const figureNow = () => document.querySelector("[data-follows] figure[data-chart]");
const day = (time) => new Date(time).toISOString().slice(0, 10);

let shownAddress = here();
let asked = 0;
let lastGesture = -Infinity;
let moving = null; // { svg, from, to, timer }

const live = document.createElement("div");
live.className = "kc-live";
live.setAttribute("aria-live", "polite");
document.body.append(live);

function frameOf(svg) {
  const [x0, x1, y0, y1] = ["x0", "x1", "y0", "y1"].map((key) => Number(svg.dataset[key]));
  const [t0, t1] = [Date.parse(svg.dataset.t0), Date.parse(svg.dataset.t1)];
  return { x0, x1, y0, y1, t0, t1, xOf: (time) => x0 + ((x1 - x0) * (time - t0)) / (t1 - t0 || 1) };
}

/* Where a pointer is across the drawing, in its own pixels. */
function across(svg, clientX) {
  const box = svg.getBoundingClientRect();
  return ((clientX - box.left) * svg.viewBox.baseVal.width) / box.width;
}

function tellKeys() {
  const keys = document.querySelector("[data-chart-keys]");
  if (!keys) return;
  keys.hidden = false;
  figureNow()
    ?.querySelectorAll("svg.kc-chart[data-t0]")
    .forEach((svg) => svg.setAttribute("aria-describedby", keys.id));
}

const controls = (part) => [...part.querySelectorAll("a[href], button, input, select, summary")];

function swap(fresh) {
  const before = figureNow();
  const { top } = before.getBoundingClientRect();
  const { reading } = before.dataset;
  const active = document.activeElement;
  const part = active.closest("[data-follows]");
  const inDrawing = before.contains(active);
  const place = part && !inDrawing ? { name: part.dataset.follows, at: controls(part).indexOf(active) } : null;
  document.querySelectorAll("[data-follows]").forEach((old) => {
    const next = fresh.querySelector(`[data-follows="${old.dataset.follows}"]`);
    if (!next) return;
    const open = [...old.querySelectorAll("details")].map((details) => [details.className, details.open]);
    old.replaceWith(document.adoptNode(next));
    open.forEach(([name, isOpen]) => {
      const same = next.querySelector(`details[class="${name}"]`);
      if (same) same.open = isOpen;
    });
  });
  const figure = figureNow();
  if (reading) figure.dataset.reading = reading;
  figure.dispatchEvent(new CustomEvent("chart:drawn", { bubbles: true }));
  tellKeys();
  if (inDrawing) {
    const shown = [...figure.querySelectorAll("svg.kc-chart[tabindex]")].find((svg) => svg.getBoundingClientRect().width);
    shown?.focus({ preventScroll: true });
  } else if (place) {
    controls(document.querySelector(`[data-follows="${place.name}"]`))[place.at]?.focus({ preventScroll: true });
  }
  window.scrollBy({ top: figure.getBoundingClientRect().top - top, behavior: "instant" });
  const labels = [...figure.querySelectorAll("[data-period]")].map((row) => row.dataset.label);
  live.textContent = labels.length ? `${labels[0]} – ${labels.at(-1)}` : "";
}

async function go(address, step) {
  const url = new URL(address, location.href);
  const number = ++asked;
  let text;
  try {
    const answer = await fetch(url.pathname + url.search);
    if (!answer.ok) throw new Error(answer.statusText);
    text = await answer.text();
  } catch {
    location.assign(url);
    return;
  }
  if (number !== asked) return;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  if (!fresh.querySelector("[data-follows] figure[data-chart]")) {
    location.assign(url); // a span without figures: the page says so
    return;
  }
  // In a frame "back" belongs to the page around it.
  if (step) history[window.top === window ? step : "replaceState"]({}, "", url.pathname + url.search);
  shownAddress = here();
  swap(fresh);
}

/* The present address with another span. */
function addressOf(span) {
  const query = new URLSearchParams(location.search);
  ["from", "to", "all", "page", "rows"].forEach((name) => query.delete(name));
  Object.entries(span).forEach(([name, value]) => value && query.set(name, value));
  const text = query.toString();
  return location.pathname + (text && `?${text}`);
}

function spanOf(from, to) {
  const { oldest, newest } = figureNow().dataset;
  const atEnd = to >= Date.parse(newest);
  if (atEnd && oldest && from <= Date.parse(oldest)) return { all: "1" };
  return { from: day(from), to: atEnd ? "" : day(to) };
}

function stretch(svg, from, to) {
  const frame = frameOf(svg);
  let inner = svg.querySelector("svg");
  if (!inner) {
    inner = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const box = { x: frame.x0, y: frame.y1, width: frame.x1 - frame.x0, height: frame.y0 - frame.y1 };
    Object.entries({ ...box, preserveAspectRatio: "none", class: "kc-moving" }).forEach((pair) => inner.setAttribute(...pair));
    inner.append(...svg.querySelectorAll("path:is(.kc-line, .kc-dots, .kc-mark, .kc-event, .kc-event-days)"));
    svg.querySelector("g").append(inner);
    svg.closest(".kc-plot").classList.add("kc-plot--moving");
  }
  const [left, right] = [frame.xOf(from), frame.xOf(to)];
  inner.setAttribute("viewBox", `${left} ${frame.y1} ${right - left} ${frame.y0 - frame.y1}`);
}

/* Show a span at once, and fetch it when the gesture rests. */
function move(svg, from, to) {
  const { dataset } = figureNow();
  const { t0, t1 } = frameOf(svg);
  const newest = Date.parse(dataset.newest);
  const oldest = dataset.oldest ? Date.parse(dataset.oldest) : t0 - 3 * (t1 - t0);
  const least = (svg.dataset.frequency === "weekly" ? 56 : 240) * DAY;
  const width = Math.min(Math.max(to - from, least), newest - oldest);
  let start = (from + to) / 2 - width / 2;
  start = Math.max(oldest, Math.min(start, newest - width));
  clearTimeout(moving?.timer);
  moving = { svg, from: start, to: start + width, timer: setTimeout(settle, REST) };
  stretch(svg, moving.from, moving.to);
}

function settle() {
  const { from, to } = moving;
  moving = null;
  const now = performance.now();
  const step = now - lastGesture < ONE_GESTURE ? "replaceState" : "pushState";
  lastGesture = now;
  go(addressOf(spanOf(from, to)), step);
}

function present(svg) {
  if (moving?.svg === svg) return [moving.from, moving.to];
  const { t0, t1 } = frameOf(svg);
  return [t0, t1];
}

function zoom(svg, factor, around) {
  const [from, to] = present(svg);
  const middle = around ?? (from + to) / 2;
  move(svg, middle - (middle - from) * factor, middle + (to - middle) * factor);
}

function pan(svg, part) {
  const [from, to] = present(svg);
  move(svg, from + (to - from) * part, to + (to - from) * part);
}

const timeAt = (svg, x) => {
  const { x0, x1 } = frameOf(svg);
  const [from, to] = present(svg);
  return from + ((to - from) * (x - x0)) / (x1 - x0);
};

const drawing = (event) => event.target.closest?.("[data-follows] figure[data-chart] svg.kc-chart[data-t0]:not(.kc-chart--years)");

// The wheel is the page's; with Ctrl, as a touchpad sends its pinch, it is the chart's.
document.addEventListener(
  "wheel",
  (event) => {
    const svg = event.ctrlKey && drawing(event);
    if (!svg) return;
    event.preventDefault();
    zoom(svg, Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 200), timeAt(svg, across(svg, event.clientX)));
  },
  { passive: false },
);

// Two fingers, or a drag with Shift: what lies under them stays under them.
const held = new Map(); // pointer → { x, time }

function hold(svg) {
  held.forEach((one) => (one.time = timeAt(svg, one.x)));
}

document.addEventListener("pointerdown", (event) => {
  const svg = drawing(event);
  if (!svg || (event.pointerType !== "touch" && !(event.shiftKey && event.button === 0))) return;
  held.set(event.pointerId, { x: across(svg, event.clientX), svg, touch: event.pointerType === "touch" });
  svg.setPointerCapture(event.pointerId);
  hold(svg);
});

document.addEventListener("pointermove", (event) => {
  const one = held.get(event.pointerId);
  if (!one || (one.touch && held.size < 2)) return;
  const { svg } = one;
  one.x = across(svg, event.clientX);
  const { x0, x1 } = frameOf(svg);
  const [a, b] = [...held.values()];
  const [from, to] = present(svg);
  const scale = b && Math.abs(b.x - a.x) > 10 ? (b.time - a.time) / (b.x - a.x) : (to - from) / (x1 - x0);
  if (!(scale > 0)) return;
  const start = a.time - (a.x - x0) * scale;
  move(svg, start, start + (x1 - x0) * scale);
});

["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, (event) => held.delete(event.pointerId)));

document.addEventListener("touchmove", (event) => event.touches.length > 1 && drawing(event) && event.preventDefault(), {
  passive: false,
});

document.addEventListener("keydown", (event) => {
  const svg = drawing(event);
  if (!svg || event.ctrlKey || event.metaKey || event.altKey) return;
  const [from, to] = present(svg);
  const { oldest, newest } = figureNow().dataset;
  const { reading } = figureNow().dataset;
  const shifted = {
    ArrowLeft: () => pan(svg, -0.25),
    ArrowRight: () => pan(svg, 0.25),
    Home: () => move(svg, oldest ? Date.parse(oldest) : from - 3 * (to - from), (oldest ? Date.parse(oldest) : from - 3 * (to - from)) + to - from),
    End: () => move(svg, Date.parse(newest) - (to - from), Date.parse(newest)),
  };
  const plain = {
    "+": () => zoom(svg, 0.6, reading && Date.parse(reading)),
    "=": () => zoom(svg, 0.6, reading && Date.parse(reading)),
    "-": () => zoom(svg, 1 / 0.6, reading && Date.parse(reading)),
    "−": () => zoom(svg, 1 / 0.6, reading && Date.parse(reading)),
    Escape: () => addressOf({}) !== here() && go(addressOf({}), "pushState"),
  };
  const action = (event.shiftKey && shifted[event.key]) || plain[event.key];
  if (!action) return;
  action();
  event.preventDefault();
});

document.addEventListener("chart:range", (event) => {
  if (!event.target.closest("[data-follows]")) return;
  event.preventDefault();
  go(addressOf(event.detail), "pushState");
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-follows] [data-chart-links] a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.href, "pushState");
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-follows] form[data-chart-range]");
  if (!form) return;
  event.preventDefault();
  const typed = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  if (!typed.has("from") && !typed.has("to")) typed.set("all", "1");
  go(`${location.pathname}?${typed}`, "pushState");
});

window.addEventListener("popstate", () => here() !== shownAddress && go(location.href));

tellKeys();
