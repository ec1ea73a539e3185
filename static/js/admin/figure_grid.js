// The grid of a release: a column pasted from a sheet fills the fields below, Enter goes down, and each value shows its change.
// Expects [data-figure-grid] with rows [data-names][data-last] that hold an input named value-… and an output.
const grid = document.querySelector("[data-figure-grid]");

if (grid) {
  const fields = [...grid.querySelectorAll("input[name^=value-]")];
  const rowOf = (field) => field.closest("tr");
  const plain = (text) => text.normalize("NFKC").trim();
  const numberOf = (text) => Number(plain(text).replaceAll(",", ""));
  const looksLikeNumber = (text) => /^[-+]?[\d,]+(\.\d+)?$/.test(plain(text));
  const show = (field) => {
    const last = Number(rowOf(field).dataset.last);
    const value = numberOf(field.value);
    const change = (value / last - 1) * 100;
    const shown = field.value.trim() && last > 0 && Number.isFinite(change);
    const output = rowOf(field).querySelector("output");
    output.value = shown ? `${change > 0 ? "+" : ""}${change.toFixed(2)}%` : "";
    output.classList.toggle("is-jump", Boolean(shown) && (value >= last * 5 || value <= last / 5));
  };
  const named = (cells) => fields.find((field) => {
    const names = rowOf(field).dataset.names.split("|").map((name) => plain(name).toLowerCase());
    return cells.some((cell) => names.includes(plain(cell).toLowerCase()));
  });

  for (const field of fields) show(field);
  grid.addEventListener("paste", (event) => {
    const start = fields.indexOf(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const lines = text.replace(/[\r\n]+$/, "").split(/\r?\n/);
    if (start < 0 || (lines.length < 2 && !text.includes("\t"))) return;
    event.preventDefault();
    lines.forEach((line, place) => {
      const cells = line.split("\t");
      const value = cells.toReversed().find(looksLikeNumber);
      const field = named(cells) ?? fields[start + place];
      if (value === undefined || !field) return;
      field.value = plain(value);
      show(field);
    });
  });
  grid.addEventListener("input", (event) => { if (fields.includes(event.target)) show(event.target); });
  grid.addEventListener("keydown", (event) => {
    const next = fields[fields.indexOf(event.target) + 1];
    if (event.key !== "Enter" || !fields.includes(event.target) || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    (next ?? grid.querySelector("button[type=submit]")).focus();
    next?.select();
  });
}
