/* Reading a chart: crosshair, tooltip, arrow keys, and a span of time chosen by dragging.

   Without this script the drawing and its table say everything. It expects:

   <figure data-chart>    or data-chart="id of the table"
     <svg class="kc-chart" data-x0 data-x1 data-t0 data-t1 data-y0 data-y1 data-v0 data-v1
          data-frequency="weekly|monthly" [data-suffix="%"]>…</svg>   one of them shown
     <table data-chart-table>
       <thead>… <th data-series>Name</th> …</thead>   one for each value
       <tr data-period="2025-06-16" data-label="16 June 2025" data-values="104.68,86.25"
           [data-demonstration="demonstration"]>…</tr>   empty: missing
   <form data-chart-range> with inputs named "from" and "to": dragging across the plot fills and submits it, unless
   somebody answers the event "chart:range" first. A figure that was put in place later is enhanced on "chart:drawn";
   data-reading keeps the period that is read.
*/

const SVG = "http://www.w3.org/2000/svg";
const numbers = new Intl.NumberFormat(document.documentElement.lang || undefined, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

const conceal = (element) => element.setAttribute("visibility", "hidden");

const make = (name, className, parent) => {
  const element = document.createElementNS(SVG, name);
  element.setAttribute("class", className);
  conceal(element);
  return parent.appendChild(element);
};

const place = (element, attributes) => {
  Object.entries({ ...attributes, visibility: "visible" }).forEach((pair) => element.setAttribute(...pair));
};

const html = (name, className, text = "") => {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
};

function readTable(table) {
  const names = [...table.querySelectorAll("th[data-series]")].map((cell) => cell.textContent.trim());
  const rows = [...table.querySelectorAll("tr[data-period]")].map(({ dataset }) => ({
    code: dataset.period,
    time: Date.parse(dataset.period),
    label: dataset.label,
    values: dataset.values.split(",").map((text) => (text.trim() ? Number(text) : null)),
    note: dataset.demonstration,
  }));
  return { names, rows: rows.filter((row) => row.values.some((v) => v !== null)).sort((a, b) => a.time - b.time) };
}

function readEvents(figure) {
  const list = figure.closest("section")?.querySelector("[data-chart-events]");
  return [...(list?.querySelectorAll("li") ?? [])].map(({ dataset, firstElementChild }) => ({
    from: Date.parse(dataset.start),
    to: Date.parse(dataset.end ?? dataset.start),
    name: firstElementChild.textContent,
  }));
}

function enhance(figure) {
  const table = figure.querySelector("[data-chart-table]") || document.getElementById(figure.dataset.chart);
  const { names, rows } = table ? readTable(table) : { rows: [] };
  const drawings = figure.querySelectorAll("svg[data-t0]");
  if (!rows.length || !drawings.length) return;
  const plot = html("div", "kc-plot");
  const tooltip = html("div", "kc-tooltip");
  const live = html("div", "kc-live");
  tooltip.hidden = true;
  tooltip.setAttribute("aria-hidden", "true");
  live.setAttribute("aria-live", "polite");
  drawings[0].before(plot);
  plot.append(...drawings, tooltip, live);
  const events = readEvents(figure);
  drawings.forEach((svg) => follow(svg, figure, plot, tooltip, live, names, rows, events));
}

function follow(svg, figure, plot, tooltip, live, names, rows, events) {
  const set = svg.dataset;
  const [x0, x1, y0, y1, v0, v1] = ["x0", "x1", "y0", "y1", "v0", "v1"].map((key) => Number(set[key]));
  const [t0, t1] = [Date.parse(set.t0), Date.parse(set.t1)];
  const xOf = (time) => x0 + ((x1 - x0) * (time - t0)) / (t1 - t0 || 1);
  const yOf = (value) => y0 + ((y1 - y0) * (value - v0)) / (v1 - v0);
  const shown = rows.filter((row) => row.time >= t0 && row.time <= t1);
  if (!shown.length) return;

  // The title would pop up over the tooltip; its words stay as the name of the drawing.
  const [title, description] = ["title", "desc"].map((name) => svg.querySelector(name));
  svg.setAttribute("aria-label", `${title.textContent}. ${description.textContent}`);
  svg.removeAttribute("aria-labelledby");
  title.remove();
  svg.setAttribute("role", "application");
  svg.setAttribute("tabindex", "0");

  const group = svg.querySelector("g");
  const band = make("rect", "kc-select", group);
  const cross = make("line", "kc-cross", group);
  const dots = shown[0].values.map((_, n) => make("circle", `kc-focus kc-mark--${(n % 8) + 1}`, group));
  let current = -1;
  let start = null;

  const toSvg = (event) => {
    const box = svg.getBoundingClientRect();
    return ((event.clientX - box.left) * svg.viewBox.baseVal.width) / box.width;
  };
  const nearest = (x) => {
    let [low, high] = [0, shown.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (xOf(shown[middle].time) < x) low = middle;
      else high = middle;
    }
    return x - xOf(shown[low].time) <= xOf(shown[high].time) - x ? low : high;
  };
  const written = (value) => (value === null ? "–" : numbers.format(value).replace("-", "−") + (set.suffix ?? ""));

  // An event is told where the reading is nearest to its first day, and throughout the days it takes.
  const eventsAt = (index) =>
    events
      .filter(({ from, to }) => (from <= shown[index].time && shown[index].time <= to) || nearest(xOf(from)) === index)
      .filter(({ from, to }) => to >= t0 && from <= t1)
      .map(({ name }) => name);

  function show(index, aloud = false) {
    current = Math.max(0, Math.min(shown.length - 1, index));
    const row = shown[current];
    figure.dataset.reading = row.code;
    const x = xOf(row.time);
    place(cross, { x1: x, x2: x, y1: y1, y2: y0 });
    dots.forEach((dot, n) => {
      if (row.values[n] === null) conceal(dot);
      else place(dot, { cx: x, cy: yOf(row.values[n]), r: 4.5 });
    });
    tooltip.replaceChildren(html("small", "", row.label));
    const name = (n) => (names.length > 1 ? `${names[n]} ` : "");
    row.values.forEach((value, n) => {
      const line = html("div", "");
      line.append(html("span", "", name(n)), html("strong", "", written(value)));
      tooltip.append(line);
    });
    const happened = eventsAt(current);
    [row.note, ...happened].filter(Boolean).forEach((text) => tooltip.append(html("small", "", text)));
    tooltip.hidden = false;
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    let left = box.left - plot.getBoundingClientRect().left + x * scale + 12;
    if (left + tooltip.offsetWidth > plot.clientWidth) left -= tooltip.offsetWidth + 24;
    tooltip.style.transform = `translate(${Math.max(0, left)}px, ${y1 * scale}px)`;
    if (aloud) {
      const values = row.values.map((value, n) => name(n) + written(value));
      live.textContent = [row.label, ...values, row.note, ...happened].filter(Boolean).join(", ");
    }
  }

  function hide() {
    current = -1;
    start = null;
    delete figure.dataset.reading;
    tooltip.hidden = true;
    [cross, band, ...dots].forEach(conceal);
  }

  function choose(from, to) {
    const detail = { from: shown[from].code, to: shown[to].code };
    if (!figure.dispatchEvent(new CustomEvent("chart:range", { bubbles: true, cancelable: true, detail }))) return;
    const near = [figure, figure.closest("section, article, main"), document];
    const form = near.map((part) => part?.querySelector("form[data-chart-range]")).find(Boolean);
    if (!form) return;
    Object.entries({ from, to }).forEach(([name, index]) => {
      const input = form.elements.namedItem(name);
      const { code } = shown[index];
      input.value = input.type === "date" && code.length === 7 ? `${code}-01` : code;
    });
    form.requestSubmit();
  }

  const on = (name, action) => svg.addEventListener(name, action);
  // While two fingers stretch the drawing, none of them reads.
  const isReading = (event) => event.isPrimary && !plot.classList.contains("kc-plot--moving");
  on("pointermove", (event) => {
    if (!isReading(event)) return;
    const x = toSvg(event);
    show(nearest(x));
    if (start === null || Math.abs(x - start) < 8) return;
    const to = Math.max(x0, Math.min(x1, x));
    place(band, { x: Math.min(start, to), width: Math.abs(to - start), y: y1, height: y0 - y1 });
  });
  on("pointerdown", (event) => {
    if (!isReading(event)) return;
    show(nearest(toSvg(event)));
    if (event.pointerType === "touch" || event.button || event.shiftKey) return; // a finger reads, it does not choose
    start = Math.max(x0, Math.min(x1, toSvg(event)));
    svg.setPointerCapture(event.pointerId);
  });
  on("pointerup", (event) => {
    if (start === null) return;
    const ends = [start, toSvg(event)].sort((a, b) => a - b);
    start = null;
    conceal(band);
    const [from, to] = ends.map(nearest);
    if (ends[1] - ends[0] >= 8 && to > from) choose(from, to);
  });
  // A finger that scrolls on or is lifted leaves the reading where it is.
  on("pointercancel", (event) => event.pointerType === "touch" || hide());
  on("pointerleave", (event) => event.pointerType === "touch" || document.activeElement === svg || hide());
  on("blur", () => svg.isConnected && hide());
  on("focus", () => svg.matches(":focus-visible") && show(current < 0 ? shown.length - 1 : current, true));
  on("keydown", (event) => {
    const last = shown.length - 1;
    const at = current < 0 ? last : current;
    const target = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") hide();
    if (target === undefined || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    show(target, true);
    event.preventDefault();
  });

  const kept = figure.dataset.reading && Date.parse(figure.dataset.reading);
  if (kept >= t0 && kept <= t1 && svg.getBoundingClientRect().width) show(nearest(xOf(kept)));
}

document.querySelectorAll("figure[data-chart]").forEach(enhance);
document.addEventListener("chart:drawn", (event) => enhance(event.target));
