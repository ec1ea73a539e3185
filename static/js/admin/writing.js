// What the text editor of articles can do beyond its own: links picked by searching, pictures of the library, live
// figures and charts, footnotes, and pasting that is cleaned on the server. Loaded by the editor's configuration, which
// gives the extension "writing" its options: { address: where the admin answers, dialogs: the module with the dialogs }.
import {
  Extension, Figure as BaseFigure, Image as BaseImage, Link as BaseLink, Node, Plugin, gettext, mergeAttributes,
} from "django-prose-editor/editor";

const settings = (editor) => editor.extensionManager.extensions.find((one) => one.name === "writing").options;
const dialogs = (editor) => import(settings(editor).dialogs);
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

export const ask = async (editor, name, query) => {
  const answer = await fetch(`${settings(editor).address}${name}/?${new URLSearchParams(query)}`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};

export const send = async (editor, name, fields) => {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token());
  for (const [key, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(key, one);
  const answer = await fetch(`${settings(editor).address}${name}/`, { method: "POST", body, credentials: "same-origin" });
  const result = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(result.error || answer.status), { told: Boolean(result.error) });
  return result;
};

const say = (editor, sentence) => {
  const place = editor.view.dom.closest(".prose-editor");
  place.querySelector(".writing-remark")?.remove();
  if (!sentence) return;
  const remark = document.createElement("p");
  remark.className = "writing-remark";
  remark.setAttribute("role", "status");
  remark.textContent = sentence;
  place.append(remark);
};

// -- Names of the editor's own tools, which it writes in English ---------------------------------------------------------

const NAMES = {
  paragraph: gettext("Paragraph"), "heading 2": gettext("Heading 2"), "heading 3": gettext("Heading 3"), "heading 4": gettext("Heading 4"),
  "unordered list": gettext("bulleted list"), "ordered list": gettext("numbered list"), blockquote: gettext("quotation"),
  "horizontal rule": gettext("line across"), bold: gettext("bold"), italic: gettext("italic"), strike: gettext("struck through"),
  subscript: gettext("subscript"), superscript: gettext("superscript"), "insert link": gettext("link"), "remove link": gettext("remove the link"),
  "insert table": gettext("table"), "add column": gettext("add a column"), "delete column": gettext("delete the column"),
  "add row": gettext("add a row"), "delete row": gettext("delete the row"), "merge cells": gettext("merge cells"), "split cell": gettext("split the cell"),
  "toggle header cell": gettext("header cell on or off"), "delete table": gettext("delete the table"),
  undo: gettext("undo"), redo: gettext("redo"), "edit html": gettext("edit HTML"),
};

const nameTools = (tools) => {
  for (const tool of tools) {
    const name = NAMES[tool.title.toLowerCase()];
    if (name) { tool.title = name; tool.setAttribute("aria-label", name); }
  }
};

// -- Pasting and dropping: cleaned on the server, which puts the pictures that come along into the library ------------------

const holdsWords = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.trim() !== "";

const isPicture = (file) => file.type.startsWith("image/") || /\.(hei[cf]|tiff?)$/i.test(file.name);

// Left to the browser, a file dropped on the text would open in its place.
const refusal = (file) => `${file.name}: ${/\.mht(ml)?$/i.test(file.name)
  ? gettext("a page saved as one file (.mht) cannot be put in here. Open it in a browser, mark its text and copy it.")
  : gettext("only pictures can be put in here. Open the file and copy its text.")}`;

// Take what lies on a clipboard or was dropped; false leaves it to the editor: its own text, and words without any form.
const bring = (editor, data, at) => {
  const html = data?.getData("text/html") || "";
  const files = [...(data?.files || [])].filter(isPicture);
  const others = [...(data?.files || [])].filter((file) => !isPicture(file));
  if (html.includes("data-pm-slice")) return false;
  const pictures = files.length && !holdsWords(html);
  if (!pictures && !html && others.length) { say(editor, others.map(refusal).join(" ")); return true; }
  if (!pictures && !html) return false;
  if (at !== undefined) editor.commands.setTextSelection(at);
  if (pictures) bringPictures(editor, files, others);
  else bringText(editor, html, data.getData("text/plain"));
  return true;
};

const bringText = async (editor, html, words) => {
  say(editor, gettext("The pasted text is being cleaned …"));
  try {
    const clean = await send(editor, "paste", { html: new Blob([html], { type: "text/html" }) });
    editor.commands.insertContent(clean.html);
    say(editor, clean.remark);
  } catch (error) {
    if (!error.told) editor.commands.insertContent(words.split(/\r?\n/).filter((line) => line.trim()).map((text) => ({ type: "paragraph", content: [{ type: "text", text }] })));
    say(editor, error.told ? error.message : gettext("The portal could not be asked: only the words were pasted, without their form."));
  }
};

const bringPictures = async (editor, files, others) => {
  const refused = others.map(refusal);
  for (const [at, file] of files.entries()) {
    say(editor, gettext("Pictures are put into the library …"));
    try {
      const { picture } = await send(editor, "upload", { file }); // eslint-disable-line no-await-in-loop
      const image = { type: "image", attrs: { src: picture.src, alt: "", picture: String(picture.id) } };
      editor.commands.insertContent({ type: "figure", content: [image] });
    } catch (error) {
      refused.push(`${file.name || at + 1}: ${error.told ? error.message : gettext("the portal could not be asked")}`);
    }
  }
  say(editor, [refused.length - others.length < files.length ? gettext("What the pictures show is said in the library.") : "", ...refused].join(" ").trim());
};

// -- The editor itself ----------------------------------------------------------------------------------------------------------

export const Writing = Extension.create({
  name: "writing",
  addOptions: () => ({ address: "", dialogs: "" }),
  onCreate() {
    const { editor } = this;
    // The menu is made when the editor is; its list of kinds of paragraphs copies a button at every step.
    setTimeout(() => {
      const menu = editor.view.dom.closest(".prose-editor").querySelector(".prose-menubar");
      if (!menu) return;
      nameTools(menu.querySelectorAll("[title]"));
      for (const kind of menu.querySelectorAll(".prose-menubar__option > *")) kind.textContent = NAMES[kind.textContent.toLowerCase()] ?? kind.textContent;
      editor.on("transaction", () => nameTools(menu.querySelectorAll(".prose-menubar__selected [title]")));
    });
  },
  // The editor takes a text that is one element without words for none; it may be a chart.
  onUpdate() {
    const { editor } = this;
    queueMicrotask(() => {
      const field = editor.isDestroyed || editor.isEmpty ? null : editor.view.dom.closest(".prose-editor")?.querySelector(":scope > textarea");
      if (!field || field.value) return;
      field.value = editor.getHTML();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    return [new Plugin({
      props: {
        handlePaste: (_view, event) => bring(editor, event.clipboardData),
        handleDrop: (view, event, _slice, moved) => {
          if (moved || !event.dataTransfer) return false;
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
          if (!bring(editor, event.dataTransfer, at?.pos)) return false;
          event.preventDefault();
          return true;
        },
      },
    })];
  },
});

// -- Links ------------------------------------------------------------------------------------------------------------

const markBroken = async (editor) => {
  const links = [...editor.view.dom.querySelectorAll('a[href^="ref:"]')];
  const query = new URLSearchParams();
  new Set(links.map((link) => link.getAttribute("href"))).forEach((ref) => query.append("ref", ref));
  if (!links.length) return;
  const { things } = await ask(editor, "named", query);
  editor.view.dom.querySelectorAll('a[href^="ref:"]').forEach((link) => {
    const thing = things[link.getAttribute("href")];
    link.classList.toggle("is-broken", !thing || thing.broken);
    link.title = thing?.title ? (thing.broken ? `${thing.title} – ${gettext("not public")}` : thing.title) : gettext("leads nowhere");
  });
};

export const Link = BaseLink.extend({
  onCreate() { markBroken(this.editor).catch(() => {}); },
  addCommands() {
    return {
      ...this.parent?.(),
      addLink: () => ({ editor }) => {
        const before = editor.getAttributes("link");
        if (editor.state.selection.empty && !editor.isActive("link")) return false;
        dialogs(editor).then((module) => module.linkDialog(editor, before)).then((href) => {
          if (!href) return;
          const chain = editor.chain().focus();
          (editor.isActive("link") ? chain.extendMarkRange("link").updateAttributes("link", { href }) : chain.setMark("link", { href })).run();
          markBroken(editor).catch(() => {});
        });
        return true;
      },
    };
  },
});

// -- Pictures ---------------------------------------------------------------------------------------------------------

export const Image = BaseImage.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      file: { default: null, rendered: false },
      picture: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-picture"),
        renderHTML: ({ picture }) => (picture ? { "data-picture": picture } : {}),
      },
    };
  },
});

export const Figure = BaseFigure.extend({
  addAttributes: () => ({}),
  parseHTML: () => [{ tag: "figure:not([data-chart])" }],
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "figure", groups: "nodes",
      command: (editor) => pickPicture(editor),
      button: buttons.material("image", gettext("picture")),
      active: (editor) => editor.isActive("figure"),
    });
  },
});

const pickPicture = async (editor) => {
  const present = editor.isActive("image") ? editor.getAttributes("image") : null;
  const picked = await (await dialogs(editor)).pictureDialog(editor, present);
  if (!picked) return;
  const image = { src: picked.src, alt: picked.alt, picture: String(picked.id) };
  if (present) {
    editor.chain().focus().updateAttributes("image", image).run();
    return;
  }
  const content = [{ type: "image", attrs: image }];
  if (picked.caption) content.push({ type: "caption", content: [{ type: "text", text: picked.caption }] });
  editor.chain().focus().insertContent({ type: "figure", content }).run();
};

// -- Live figures and charts ------------------------------------------------------------------------------------------

const held = (name, attribute = `data-${name}`) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(attribute),
  renderHTML: (attrs) => (attrs[name] ? { [attribute]: attrs[name] } : {}),
});

// The box that a text is edited in: what stands in a text that is opened is shown before its editor has one.
const boxOf = async (editor) => {
  for (let tries = 0; tries < 100 && !editor.isDestroyed; tries += 1) {
    try { return editor.view.dom; } catch { await new Promise((done) => setTimeout(done, 50)); }
  }
  throw new Error("The text is not edited.");
};

// Figures and charts are asked for in the language of the text they stand in.
const languageOf = (box) => box.closest(".prose-editor")?.querySelector(":scope > textarea")?.lang || "";

// Figures are asked for together: a text that is opened may hold a hundred.
const asked = new Map(), ASKED_AT_ONCE = 100;
const askForFigures = async (editor) => {
  const box = await boxOf(editor);
  const all = asked.get(editor);
  asked.delete(editor);
  const lang = languageOf(box);
  for (let at = 0; at < all.length; at += ASKED_AT_ONCE) {
    const some = all.slice(at, at + ASKED_AT_ONCE);
    const { texts } = await send(editor, "answer", { figure: some.map(({ html }) => html), lang });
    some.forEach(({ place }, number) => { if (texts[number]) place.textContent = texts[number]; });
  }
};
const answered = (editor, html, place, fallback) => {
  place.textContent = fallback;
  if (asked.has(editor)) { asked.get(editor).push({ html, place }); return; }
  asked.set(editor, [{ html, place }]);
  setTimeout(() => askForFigures(editor).catch(() => asked.delete(editor)));
};

// Show a chart as its readers will see it: the drawing of the server as a picture, the caption below.
const drawn = (editor, html, place, { caption, words }) => {
  place.textContent = words;
  boxOf(editor).then((box) => {
    const room = Math.floor(place.getBoundingClientRect().width || box.getBoundingClientRect().width);
    return send(editor, "answer", { html, lang: languageOf(box), width: String(room) });
  }).then(({ text, picture }) => {
    if (!picture) { place.textContent = `${words} · ${gettext("There is nothing to draw: no figures of this span are public.")}`; return; }
    const image = document.createElement("img");
    Object.assign(image, { src: picture, alt: text || words });
    const below = document.createElement("span");
    below.textContent = caption || "";
    place.replaceChildren(image, ...(caption ? [below] : []));
  }).catch(() => {});
};

const edits = (editor, getPos, dialog) => async () => {
  const node = editor.state.doc.nodeAt(getPos());
  const attrs = await (await dialogs(editor))[dialog](editor, node.attrs);
  if (attrs) editor.chain().focus().setNodeSelection(getPos()).updateAttributes(node.type.name, attrs).run();
};

// The keys that press a button in the text are the button's: the editor would take Enter for a new paragraph.
const pressed = (event) => event.type.startsWith("key") && ["Enter", " "].includes(event.key);

export const LiveFigure = Node.create({
  name: "liveFigure", group: "inline", inline: true, atom: true, selectable: true,
  addAttributes: () => ({
    figure: held("figure"), period: held("period"), show: held("show"), words: held("words"), asOf: held("asOf", "data-as-of"),
    text: { default: "…", parseHTML: (element) => element.textContent || "…", rendered: false },
  }),
  parseHTML: () => [{ tag: "span[data-figure]" }],
  renderHTML: ({ node, HTMLAttributes }) => ["span", mergeAttributes(HTMLAttributes), node.attrs.text],
  addNodeView() {
    return ({ node, editor, getPos, HTMLAttributes }) => {
      const dom = document.createElement("button");
      dom.type = "button";
      dom.className = "writing-figure";
      dom.title = gettext("live figure: press to change it");
      dom.addEventListener("click", edits(editor, getPos, "figureDialog"));
      const span = document.createElement("span");
      for (const [name, value] of Object.entries(HTMLAttributes)) span.setAttribute(name, value);
      span.textContent = node.attrs.text;
      answered(editor, `<p>${span.outerHTML}</p>`, dom, node.attrs.text);
      return { dom, stopEvent: pressed };
    };
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "liveFigure", groups: "nodes",
      command: async (editor) => {
        const attrs = await (await dialogs(editor)).figureDialog(editor, {});
        if (attrs) editor.chain().focus().insertContent({ type: "liveFigure", attrs }).run();
      },
      button: buttons.material("numbers", gettext("figure of an index")),
    });
  },
});

export const LiveChart = Node.create({
  name: "liveChart", group: "block", atom: true, selectable: true, draggable: true,
  addAttributes: () => ({
    chart: held("chart"), range: held("range"), asOf: held("asOf", "data-as-of"),
    caption: { default: "", parseHTML: (element) => element.querySelector("figcaption")?.textContent || "", rendered: false },
  }),
  parseHTML: () => [{ tag: "figure[data-chart]", priority: 60 }],
  renderHTML: ({ node, HTMLAttributes }) => (
    node.attrs.caption ? ["figure", HTMLAttributes, ["figcaption", {}, node.attrs.caption]] : ["figure", HTMLAttributes]
  ),
  addNodeView() {
    return ({ node, editor, getPos, HTMLAttributes }) => {
      const dom = document.createElement("button");
      dom.type = "button";
      dom.className = "writing-chart";
      dom.title = gettext("chart: press to change it");
      dom.addEventListener("click", edits(editor, getPos, "chartDialog"));
      const figure = document.createElement("figure");
      for (const [name, value] of Object.entries(HTMLAttributes)) figure.setAttribute(name, value);
      // Not before the editor stands in its page: only then is it known how much room there is.
      setTimeout(() => drawn(editor, figure.outerHTML, dom, { caption: node.attrs.caption, words: `${node.attrs.chart} · ${node.attrs.range || "1y"}` }));
      return { dom, stopEvent: pressed };
    };
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "liveChart", groups: "nodes",
      command: async (editor) => {
        const attrs = await (await dialogs(editor)).chartDialog(editor, {});
        if (attrs) editor.chain().focus().insertContent({ type: "liveChart", attrs }).run();
      },
      button: buttons.material("show_chart", gettext("chart of an index")),
    });
  },
});

// -- Footnotes --------------------------------------------------------------------------------------------------------

export const Footnote = Node.create({
  name: "footnote", group: "inline", inline: true, atom: true, selectable: true,
  addAttributes: () => ({ footnote: held("footnote") }),
  parseHTML: () => [{ tag: "sup[data-footnote]", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["sup", HTMLAttributes, "*"],
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("button");
      dom.type = "button";
      dom.className = "writing-footnote";
      dom.textContent = "*";
      dom.title = node.attrs.footnote;
      dom.addEventListener("click", edits(editor, getPos, "footnoteDialog"));
      return { dom, stopEvent: pressed };
    };
  },
  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "footnote", groups: "nodes",
      command: async (editor) => {
        const attrs = await (await dialogs(editor)).footnoteDialog(editor, {});
        if (attrs) editor.chain().focus().insertContent({ type: "footnote", attrs }).run();
      },
      button: buttons.text("a*", gettext("footnote")),
    });
  },
});
