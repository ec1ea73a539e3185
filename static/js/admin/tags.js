// A field of tags: found while one types, and made there where the server offers it.
// Expects select[data-found=address] with data-searching, data-nothing, data-failed; the address answers
// { results: [{ id, text, other, make }], pagination }, and beside it "make/" takes a name and answers { id, text } or { error }.
(() => {
  const $ = window.django.jQuery;

  const shown = (row) => {
    if (row.loading || !row.other) return row.text;
    const line = document.createElement("span");
    const other = document.createElement("small");
    other.className = "remark";
    other.textContent = ` ${row.other}`;
    line.append(row.text, other);
    return line;
  };

  const say = (select, sentence) => {
    const box = select.parentElement;
    box.querySelector("[data-tags-said]")?.remove();
    if (!sentence) return;
    const said = document.createElement("p");
    said.dataset.tagsSaid = "";
    said.setAttribute("role", "alert");
    said.className = "field-said";
    said.textContent = sentence;
    box.append(said);
  };

  const make = async (select, name) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", select.form.elements.csrfmiddlewaretoken.value);
    body.set("name", name);
    try {
      const answer = await fetch(new URL("../make/", new URL(select.dataset.found, location)), { method: "POST", body, credentials: "same-origin" });
      const made = await answer.json();
      if (!answer.ok) { say(select, made.error); return; }
      if (![...select.options].some((option) => option.value === String(made.id))) select.add(new Option(made.text, made.id, true, true));
      else for (const option of select.options) if (option.value === String(made.id)) option.selected = true;
      say(select, "");
    } catch { say(select, select.dataset.failed); } finally {
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const begin = (select) => {
    if (select.classList.contains("select2-hidden-accessible") || select.name.includes("__prefix__")) return;
    const words = { searching: select.dataset.searching, noResults: select.dataset.nothing, errorLoading: select.dataset.failed };
    $(select).select2({
      ajax: { url: select.dataset.found, delay: 200, data: ({ term = "", page = 1 }) => ({ term, page }) },
      language: Object.fromEntries(Object.entries(words).map(([name, sentence]) => [name, () => sentence])),
      templateResult: shown,
      width: "100%",
    });
    $(select).on("select2:select", ({ params: { data } }) => {
      if (!data.make) return;
      for (const option of [...select.options]) if (option.value === data.id) option.remove();
      make(select, data.make);
    });
  };

  const all = (root) => root.querySelectorAll("select[data-found]").forEach(begin);
  $(() => all(document));
  document.addEventListener("formset:added", (event) => all(event.target));
})();
