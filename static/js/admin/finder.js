// The search field above the menu: asks while one types, arrows choose, Enter opens, Escape closes, t leads to it.
// Expects form[data-finder][data-failed] with a combobox and its listbox; without this script the form opens a page.
const PAUSE = 250;

const prepare = (form) => {
  const field = form.querySelector("[role='combobox']");
  const list = form.querySelector("[role='listbox']");
  let asked = null;
  let timer = 0;

  const options = () => [...list.querySelectorAll("[role='option']")];
  const chosen = () => list.querySelector("[aria-selected='true']");
  const show = (shown) => {
    list.hidden = !shown;
    field.setAttribute("aria-expanded", String(shown));
    if (!shown) choose(null);
  };
  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  };
  const move = (by) => {
    const all = options();
    if (!all.length) return;
    const at = all.indexOf(chosen());
    choose(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  };

  const ask = async () => {
    const words = field.value.trim();
    asked?.abort();
    if (!words) return show(false);
    asked = new AbortController();
    const address = new URL(form.action);
    address.searchParams.set("s", words);
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...found.body.childNodes);
    } catch (error) {
      if (error.name === "AbortError") return;
      list.textContent = form.dataset.failed;
    }
    choose(null);
    show(true);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("focus", () => show(Boolean(field.value.trim() && list.childElementCount)));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      chosen().click();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!form.contains(event.target)) show(false);
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) show(false);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable='true']");
    if (event.key !== "t" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
  });
};

const start = () => document.querySelectorAll("form[data-finder]").forEach(prepare);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
