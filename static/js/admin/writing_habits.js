// How the text editor behaves at the keyboard: its name, one stop for all its tools, and pictures that typing does not
// destroy. Loaded by the editor's configuration beside writing.js; stands in for the editor's own Caption and Table.
import { Caption as BaseCaption, Extension, Plugin, Table as BaseTable, gettext } from "django-prose-editor/editor";

// -- Name and tools -----------------------------------------------------------------------------------------------------

const words = (element) => element?.textContent.replace(/\s+/g, " ").replace(/[\s*:]+$/, "").trim() || "";

const nameEditor = (editor, place) => {
  const field = place.querySelector(":scope > textarea");
  const name = words(field?.labels?.[0] || document.querySelector(`label[for="${field?.id}"]`)) || gettext("Text");
  editor.setOptions({ editorProps: {
    ...editor.options.editorProps,
    attributes: { role: "textbox", "aria-multiline": "true", "aria-label": name, ...(field?.lang ? { lang: field.lang } : {}) },
  } });
  return name;
};

// All tools are one stop of the Tab key; arrow keys move among them, Escape leads back to the text.
const rove = (editor, menu, name) => {
  menu.setAttribute("role", "toolbar");
  menu.setAttribute("aria-label", `${gettext("Tools")}: ${name}`);
  const tools = () => [...menu.querySelectorAll("button")].filter((tool) => !tool.closest("[popover]"));
  const usable = () => tools().filter((tool) => !tool.disabled && tool.checkVisibility?.());
  const settle = () => {
    const all = tools();
    const stop = all.find((tool) => tool.tabIndex === 0 && !tool.disabled && tool.checkVisibility?.()) || usable()[0];
    for (const tool of all) tool.tabIndex = tool === stop ? 0 : -1;
  };
  const go = (tool) => {
    for (const one of tools()) one.tabIndex = -1;
    tool.tabIndex = 0;
    tool.focus();
  };
  for (const tool of tools()) tool.tabIndex = -1;
  settle();
  new MutationObserver(settle).observe(menu, { childList: true, subtree: true });
  editor.on("transaction", settle);
  menu.addEventListener("keydown", (event) => {
    if (event.target.closest("[popover]")) return;
    const all = usable();
    const at = all.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") { event.preventDefault(); editor.commands.focus(); }
    if (to === undefined || at < 0) return;
    event.preventDefault();
    go(all[(to + all.length) % all.length]);
  });
};

// -- Pictures and charts ------------------------------------------------------------------------------------------------

const WHOLE = ["figure", "liveChart"];

// The picture or chart that is selected, with its place: a picture stands with its caption in a figure.
const selectedWhole = ({ selection }) => {
  const { node, $from, from } = selection;
  if (!node) return null;
  if (WHOLE.includes(node.type.name)) return { node, pos: from };
  if (node.type.name === "image" && $from.parent.type.name === "figure") return { node: $from.parent, pos: $from.before() };
  return null;
};

// The figure whose caption holds the caret.
const captionsFigure = ({ selection: { $from } }) => {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name === "figure") return { node: $from.node(depth), pos: $from.before(depth) };
  }
  return null;
};

// Put the caret into the paragraph behind a picture, a new one unless an empty one stands there already.
const goBehind = (view, { node, pos }) => {
  const { state } = view;
  const end = pos + node.nodeSize;
  const next = state.doc.nodeAt(end);
  const { tr } = state;
  if (next?.type.name !== "paragraph" || next.content.size) tr.insert(end, state.schema.nodes.paragraph.create());
  const near = Object.getPrototypeOf(state.selection.constructor).near || state.selection.constructor.near;
  view.dispatch(tr.setSelection(near.call(Object.getPrototypeOf(state.selection.constructor), tr.doc.resolve(end + 1))).scrollIntoView());
};

export const Habits = Extension.create({
  name: "habits",
  priority: 1000,
  onCreate() {
    const { editor } = this;
    const place = editor.view.dom.closest(".prose-editor");
    const name = nameEditor(editor, place);
    // The menu is made when the editor is.
    setTimeout(() => { const menu = place.querySelector(".prose-menubar"); if (menu) rove(editor, menu, name); });
  },
  addKeyboardShortcuts() {
    const remove = ({ editor }) => {
      const whole = selectedWhole(editor.state);
      if (!whole) return false;
      return editor.commands.deleteRange({ from: whole.pos, to: whole.pos + whole.node.nodeSize });
    };
    return {
      Enter: ({ editor }) => {
        const whole = selectedWhole(editor.state);
        if (!whole) return false;
        goBehind(editor.view, whole);
        return true;
      },
      Backspace: remove,
      Delete: remove,
      "Alt-F10": ({ editor }) => {
        editor.view.dom.closest(".prose-editor").querySelector(".prose-menubar button[tabindex='0']")?.focus();
        return true;
      },
    };
  },
  addProseMirrorPlugins() {
    return [new Plugin({
      props: {
        // What is typed, composed or pasted while a picture is selected goes behind it.
        handleTextInput(view, _from, _to, text) {
          const whole = selectedWhole(view.state);
          if (!whole) return false;
          goBehind(view, whole);
          view.dispatch(view.state.tr.insertText(text));
          return true;
        },
        handleDOMEvents: Object.fromEntries(["compositionstart", "paste"].map((name) => [name, (view) => {
          const whole = selectedWhole(view.state);
          if (whole) goBehind(view, whole);
          return false;
        }])),
      },
    })];
  },
});

export const Caption = BaseCaption.extend({
  addKeyboardShortcuts() {
    return {
      ...this.parent?.(),
      Enter: ({ editor }) => {
        const figure = editor.isActive("caption") && captionsFigure(editor.state);
        if (!figure) return false;
        goBehind(editor.view, figure);
        return true;
      },
    };
  },
});

// -- Tables -------------------------------------------------------------------------------------------------------------

export const Table = BaseTable.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      insertTableWithOptions: () => ({ editor }) => {
        const { dialogs } = editor.extensionManager.extensions.find((one) => one.name === "writing").options;
        import(dialogs).then((module) => module.tableDialog()).then((wanted) => {
          if (wanted) editor.chain().focus().insertTable(wanted).run();
        });
        return true;
      },
    };
  },
});
