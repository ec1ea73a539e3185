// The dialogs of forms and of the text editor (writing.js): each asks and resolves to what was chosen, or to null.
const gettext = window.gettext || ((words) => words);

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in made && typeof value !== "string") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
};

const labelled = (words, field, help = "") => element(
  "label", { class: "writing-dialog__field" }, element("span", {}, words), field, help ? element("small", {}, help) : null,
);

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
const settings = (editor) => editor.extensionManager.extensions.find((one) => one.name === "writing").options;

const askAt = async (address, name, query) => {
  const answer = await fetch(`${address}${name}/?${new URLSearchParams(query)}`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};
const ask = (editor, name, query) => askAt(settings(editor).address, name, query);

// Send fields; a refusal is thrown with the sentence that the server says (`said`).
const sendTo = async (address, name, fields) => {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token());
  for (const [key, value] of Object.entries(fields)) body.set(key, value);
  const answer = await fetch(`${address}${name}/`, { method: "POST", body, credentials: "same-origin" });
  const result = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(answer.status), { said: result.error });
  return result;
};

// Show a dialog with fields; resolve to what `read` returns when it is sent, to null when it is closed.
const show = (title, fields, read, words = gettext("Insert")) => new Promise((resolve) => {
  const error = element("p", { class: "writing-dialog__error", role: "alert" });
  const form = element(
    "form", { method: "dialog", class: "writing-dialog__form" },
    element("h2", {}, title), ...fields, error,
    element(
      "p", { class: "writing-dialog__buttons" },
      element("button", { type: "submit", class: "desk-button" }, words),
      element("button", { type: "button", class: "row-link", "data-cancel": "" }, gettext("Cancel")),
    ),
  );
  const dialog = element("dialog", { class: "writing-dialog", "aria-label": title }, form);
  let result = null;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const chosen = await read();
    if (!chosen || chosen.error) { error.textContent = chosen?.error || gettext("Choose something first."); return; }
    result = chosen;
    dialog.close();
  });
  form.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { dialog.remove(); resolve(result); });
  document.body.append(dialog);
  dialog.showModal();
});

// A search field with a list of choices below it; `load(words)` returns [{ value, label, remark, picture }].
const chooser = (words, load, { many = false, chosen = [] } = {}) => {
  const name = `choice-${Math.random().toString(36).slice(2)}`;
  const input = element("input", { type: "search", autocomplete: "off" });
  const list = element("div", { class: "writing-dialog__choices", role: many ? "group" : "radiogroup", "aria-label": words });
  const picked = new Map(chosen.map((one) => [one.value, one]));
  const draw = (rows) => {
    const known = new Map([...picked, ...rows.map((row) => [row.value, row])]);
    list.replaceChildren(...[...known.values()].map((row) => {
      const field = element("input", { type: many ? "checkbox" : "radio", name, value: row.value });
      field.checked = picked.has(row.value);
      field.addEventListener("change", () => {
        if (!many) picked.clear();
        if (field.checked) picked.set(row.value, row); else picked.delete(row.value);
        list.dispatchEvent(new Event("change"));
      });
      return element(
        "label", { class: row.picture ? "writing-choice has-picture" : "writing-choice" }, field,
        row.picture ? element("img", { src: row.picture, alt: "", loading: "lazy" }) : null,
        element("span", {}, row.label), row.remark ? element("small", {}, row.remark) : null,
      );
    }));
    if (!known.size) list.replaceChildren(element("p", { class: "writing-dialog__empty" }, gettext("Nothing found.")));
  };
  let waiting;
  const look = () => load(input.value).then(draw).catch(() => list.replaceChildren(element("p", {}, gettext("The server does not answer."))));
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 200); });
  look();
  return { fields: [labelled(words, input), list], list, picked, look };
};

export const linkDialog = async (editor, before = {}) => {
  const address = element("input", { type: "text", inputmode: "url", placeholder: "https://" });
  if (before.href && !before.href.startsWith("ref:")) address.value = before.href;
  const search = chooser(gettext("Search the portal"), async (words) => {
    const { things } = await ask(editor, "things", { q: words });
    return things.map((thing) => ({ value: thing.ref, label: thing.title, remark: [thing.kind, thing.remark].filter(Boolean).join(" · ") }));
  });
  search.list.addEventListener("change", () => { address.value = ""; });
  return show(gettext("Link"), [...search.fields, labelled(gettext("or a web address"), address)], () => {
    const typed = address.value.trim();
    if (typed) {
      if (/^(https?:\/\/|mailto:|tel:|\/)\S+$/.test(typed)) return typed;
      if (/^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(typed)) return `https://${typed}`;
      return { error: gettext("This is not a web address.") };
    }
    return [...search.picked.keys()][0];
  });
};

// The library: found by words and looks, a page at a time, or uploaded; words that a picture lacks are asked for here.
const library = (address, present = "") => {
  const known = new Map();
  const row = (picture) => {
    known.set(String(picture.id), picture);
    return { value: String(picture.id), label: picture.title, picture: picture.thumbnail || picture.src };
  };
  let page = 1, asked = "";
  const more = element("button", { type: "button", class: "row-link", hidden: true }, gettext("Show more"));
  const load = async (words) => {
    if (words !== asked) { page = 1; asked = words; }
    const rows = [];
    for (let number = 1; number <= page; number += 1) {
      const answer = await askAt(address, "pictures", { q: words, page: String(number) });
      rows.push(...answer.pictures.map(row));
      more.hidden = !answer.more;
    }
    return rows;
  };
  const search = chooser(gettext("Search the library"), load);
  more.addEventListener("click", () => { page += 1; search.look(); });

  const wanting = element("fieldset", { class: "writing-dialog__words", hidden: true });
  const chosen = () => known.get([...search.picked.keys()][0] || String(present)) || null;
  const askWords = () => {
    const picture = chosen();
    wanting.hidden = !picture?.lacks?.length;
    if (wanting.hidden) return;
    wanting.replaceChildren(
      element("legend", {}, gettext("What does this picture show? Readers who cannot see it are told; publishing needs it.")),
      ...picture.lacks.map(([code, name]) => labelled(`${gettext("Alternative text")} (${name})`, element("input", { type: "text", maxlength: "255", "data-words": code, lang: code }))),
      labelled(gettext("It only decorates and needs no words"), element("input", { type: "checkbox", "data-decorative": "" })),
    );
  };
  search.list.addEventListener("change", askWords);

  const file = element("input", { type: "file", accept: "image/*,.heic,.heif,.tif,.tiff" });
  file.hasChangeListener = true; // else the theme's script looks for a text beside it
  const remark = element("small", { role: "status" });
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    remark.textContent = gettext("Uploading…");
    try {
      const { picture } = await sendTo(address, "upload", { file: file.files[0] });
      search.picked.clear();
      search.picked.set(String(picture.id), row(picture));
      remark.textContent = gettext("In the library now.");
      search.look();
      askWords();
    } catch (error) { remark.textContent = error.said || gettext("The server does not answer."); }
  });

  // Keep the words that were given; resolve to the picture, or to { error }.
  const settled = async () => {
    const picture = chosen();
    if (!picture || wanting.hidden) return picture;
    const fields = { id: String(picture.id) };
    for (const input of wanting.querySelectorAll("[data-words]")) if (input.value.trim()) fields[`alt_${input.dataset.words}`] = input.value.trim();
    if (wanting.querySelector("[data-decorative]").checked) fields.decorative = "1";
    if (Object.keys(fields).length === 1) return picture;
    try {
      return (await sendTo(address, "words", fields)).picture;
    } catch (error) { return { error: error.said || gettext("The server does not answer.") }; }
  };
  return { fields: [...search.fields, more, labelled(gettext("or upload one"), file), remark, wanting], settled };
};

// One picture of the library for a field of a form.
export const libraryDialog = (address, present) => {
  const { fields, settled } = library(address, present);
  return show(gettext("Picture"), fields, settled, gettext("Choose"));
};

// A picture for a text, with what is said of it there.
export const pictureDialog = async (editor, present) => {
  const { fields, settled } = library(settings(editor).address, present?.picture);
  const caption = element("input", { type: "text", maxlength: "300" });
  const alt = element("input", { type: "text", maxlength: "255" });
  alt.value = present?.alt || "";
  const more = [
    present ? null : labelled(gettext("Caption"), caption),
    labelled(gettext("Alternative text for this place"), alt, gettext("Empty: that of the library.")),
  ].filter(Boolean);
  return show(gettext("Picture"), [...fields, ...more], async () => {
    const picture = await settled() || (present?.picture ? { id: present.picture, src: present.src } : null);
    if (!picture || picture.error) return picture;
    return { id: picture.id, src: picture.src, alt: alt.value.trim(), caption: caption.value.trim() };
  });
};

const now = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");
const option = (value, words, chosen) => element("option", { value, selected: value === chosen }, words);

const indexChooser = (editor, words, options, use = "figure") => chooser(words, async (typed) => (
  (await ask(editor, "indices", { q: typed, for: use })).indices.map((index) => ({ value: index.path, label: index.name, remark: index.path }))
), options);

const frozenBox = (before) => {
  const frozen = element("input", { type: "checkbox" });
  frozen.checked = Boolean(before.asOf);
  return [frozen, labelled(gettext("Freeze as published now"), frozen, gettext("Later corrections do not change it."))];
};

export const figureDialog = async (editor, before) => {
  const chosen = before.figure ? [{ value: before.figure, label: before.figure }] : [];
  const search = indexChooser(editor, gettext("Index"), { chosen });
  const period = element("select", {}, option("latest", gettext("the newest issue"), before.period));
  const load = async () => {
    const path = [...search.picked.keys()][0];
    if (!path) return;
    const { issues } = await ask(editor, "indices", { path });
    period.replaceChildren(
      option("latest", gettext("the newest issue"), before.period),
      ...issues.map((issue) => option(issue.period, issue.label, before.period)),
    );
  };
  search.list.addEventListener("change", load);
  load();
  const showing = element(
    "select", {}, option("value", gettext("value"), before.show), option("previous", gettext("change on the previous issue"), before.show),
    option("year-start", gettext("change since the start of the year"), before.show), option("year-ago", gettext("change on a year ago"), before.show),
  );
  const words = element("input", { type: "checkbox" });
  words.checked = before.words === "1";
  const [frozen, frozenField] = frozenBox(before);
  const fields = [
    ...search.fields, labelled(gettext("Issue"), period), labelled(gettext("What to show"), showing),
    labelled(gettext("Changes in words (“up 0.26%”)"), words), frozenField,
  ];
  return show(gettext("Figure of an index"), fields, () => {
    const figure = [...search.picked.keys()][0];
    return figure ? {
      figure, period: period.value, show: showing.value, words: words.checked ? "1" : null,
      asOf: frozen.checked ? before.asOf || now() : null, text: before.text || "…",
    } : null;
  });
};

export const chartDialog = async (editor, before) => {
  const chosen = (before.chart || "").split(" ").filter(Boolean).map((path) => ({ value: path, label: path }));
  const search = indexChooser(editor, gettext("Indices (up to four)"), { many: true, chosen }, "chart");
  const range = element(
    "select", {}, option("6m", gettext("half a year"), before.range), option("1y", gettext("one year"), before.range || "1y"),
    option("3y", gettext("three years"), before.range), option("5y", gettext("five years"), before.range), option("max", gettext("everything"), before.range),
  );
  const caption = element("input", { type: "text", maxlength: "300" });
  caption.value = before.caption || "";
  const [frozen, frozenField] = frozenBox(before);
  const fields = [...search.fields, labelled(gettext("Span of time"), range), labelled(gettext("Caption"), caption), frozenField];
  return show(gettext("Chart of an index"), fields, () => {
    const paths = [...search.picked.keys()];
    if (paths.length > 4) return { error: gettext("Choose four indices at most.") };
    return paths.length ? {
      chart: paths.join(" "), range: range.value, caption: caption.value.trim(), asOf: frozen.checked ? before.asOf || now() : null,
    } : null;
  });
};

export const tableDialog = async () => {
  const number = (value, most) => element("input", { type: "number", min: "1", max: String(most), value: String(value), required: true });
  const [rows, columns] = [number(3, 100), number(3, 20)];
  const header = element("input", { type: "checkbox" });
  header.checked = true;
  const fields = [
    labelled(gettext("Rows"), rows), labelled(gettext("Columns"), columns),
    labelled(gettext("The first row names the columns"), header, gettext("Readers who cannot see the table need it.")),
  ];
  return show(gettext("Table"), fields, () => (
    [rows, columns].every((field) => field.checkValidity())
      ? { rows: Number(rows.value), cols: Number(columns.value), withHeaderRow: header.checked }
      : { error: gettext("A table has 1 to 100 rows and 1 to 20 columns.") }
  ));
};

export const footnoteDialog = async (editor, before) => {
  const text = element("textarea", { rows: "3", maxlength: "1000" });
  text.value = before.footnote || "";
  return show(gettext("Footnote"), [labelled(gettext("What it says"), text, gettext("Web addresses become links."))], () => {
    const footnote = text.value.trim().replace(/\s+/g, " ");
    return footnote ? { footnote } : { error: gettext("Write the footnote first.") };
  });
};
