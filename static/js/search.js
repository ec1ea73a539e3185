// Suggestions while one types in the search field: a list below it, for mouse, touch and keyboard; without script the
// form works as it is. Expects input[data-suggest=address][data-found=words] inside a form.
const input = document.querySelector("input[data-suggest]");
const list = document.createElement("ul");
const status = document.createElement("span");
const PAUSE = 180;
let waiting, asking, active = -1;

if (input) {
  list.id = "search-suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.found);
  list.hidden = true;
  status.className = "visually-hidden";
  status.setAttribute("aria-live", "polite");
  const box = document.createElement("div");
  box.className = "suggest-box";
  input.before(box);
  box.append(input, list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
  })) input.setAttribute(name, value);
}

const close = () => {
  list.hidden = true;
  active = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
};

const mark = (at) => {
  const options = [...list.children];
  if (!options.length) return;
  active = (at + options.length) % options.length;
  options.forEach((option, number) => option.setAttribute("aria-selected", number === active));
  input.setAttribute("aria-activedescendant", options[active].id);
  options[active].scrollIntoView({ block: "nearest" });
};

const show = (suggestions) => {
  list.replaceChildren(...suggestions.map(({ title, url, kind }, number) => {
    const option = document.createElement("li");
    option.id = `suggestion-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = url;
    const words = document.createElement("span");
    words.textContent = title;
    const where = document.createElement("small");
    where.textContent = kind;
    option.append(words, where);
    return option;
  }));
  if (!suggestions.length) { close(); status.textContent = ""; return; }
  list.hidden = false;
  active = -1;
  input.setAttribute("aria-expanded", "true");
  status.textContent = `${suggestions.length} ${input.dataset.found}`;
};

const ask = async () => {
  asking?.abort();
  const words = input.value.trim();
  if (words.length < 1) { close(); return; }
  asking = new AbortController();
  try {
    const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
    if (answer.ok) show((await answer.json()).suggestions);
  } catch { /* superseded, or no connection: the form still works */ }
};

input?.addEventListener("input", (event) => {
  if (event.isComposing) return;
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});
input?.addEventListener("compositionend", () => { clearTimeout(waiting); waiting = setTimeout(ask, PAUSE); });
input?.addEventListener("keydown", (event) => {
  if (list.hidden || event.isComposing) return;
  if (event.key === "ArrowDown") mark(active + 1);
  else if (event.key === "ArrowUp") mark(active - 1);
  else if (event.key === "Escape") close();
  else if (event.key === "Enter" && active >= 0) location.href = list.children[active].dataset.url;
  else return;
  event.preventDefault();
});
input?.addEventListener("blur", () => setTimeout(close, 150));
list.addEventListener("pointerdown", (event) => {
  const option = event.target.closest("[data-url]");
  if (option) { event.preventDefault(); location.href = option.dataset.url; }
});
