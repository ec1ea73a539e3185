// What a text about a release says against its figures: told above the form, marked in the text, put right by a click or a key.
// Loaded by aside.js where the form names a release. The server reads the text (news/claims) and names each place by the words of
// its block, how many blocks with the same words stand before it, and the signs from where to where.
import { pm } from "django-prose-editor/editor";

const PAUSE = 1500;
const LIVE = "\ufffc";
const key = new pm.state.PluginKey("claims");

// The words of a block as the server counts them, each sign with its place: spaces run together, none at the ends.
const signsOf = (pieces) => {
  const signs = [];
  let space = null;
  for (const [sign, at] of pieces) {
    if (/\s/.test(sign)) { space ??= at; continue; }
    if (space !== null && signs.length) signs.push([" ", space]);
    space = null;
    signs.push([sign, at]);
  }
  return signs;
};
const lettersOf = function* lettersOf(text, at) {
  for (const sign of text) { yield [sign, at]; at += sign.length; }
};
const blockOf = (node, start) => {
  const pieces = [];
  node.forEach((child, offset) => {
    const at = start + offset;
    if (child.isText) pieces.push(...lettersOf(child.text, at));
    else if (child.type.name === "hardBreak") pieces.push([" ", at]);
    else if (child.type.name === "liveFigure") pieces.push([LIVE, at]);
  });
  return signsOf(pieces);
};
const blocksOf = (doc) => {
  const blocks = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    blocks.push(blockOf(node, at + 1));
    return false;
  });
  return blocks;
};
const linesOf = (text) => {
  let at = 0;
  return text.split("\n").map((line) => {
    const signs = signsOf(lettersOf(line, at));
    at += line.length + 1;
    return signs;
  });
};

// Where a claim stands now: { from, to, until }, or null when its block says something else meanwhile. What is replaced ends
// before the unit, what is marked behind it: a cursor at the end of a cell stands at the mark too.
const placeIn = (blocks, { text, occurrence, start, end, until }) => {
  const like = blocks.filter((signs) => signs.map(([sign]) => sign).join("") === text);
  const signs = like[Number(occurrence)];
  if (!signs) return null;
  const behind = (number) => { const [last, at] = signs[number - 1]; return at + last.length; };
  return { from: signs[Number(start)][1], to: behind(Number(end)), until: behind(Number(until)) };
};

export const begin = (form, block, typed) => {
  const fieldOf = (item) => form.elements[item.dataset.field];
  const editorOf = (field) => field?.closest(".prose-editor")?.querySelector(".ProseMirror[contenteditable]")?.editor;
  const items = () => [...block.querySelectorAll("[data-claim]")];
  const wrong = () => items().filter((item) => "put" in item.dataset);
  const find = (item) => {
    const field = fieldOf(item), editor = editorOf(field);
    if (!field) return null;
    const place = placeIn(editor ? blocksOf(editor.state.doc) : linesOf(field.value), item.dataset);
    return place && { ...place, field, editor };
  };
  const said = (words) => { block.querySelector("[data-claims-said]").textContent = words; };

  // -- Marks in the texts -----------------------------------------------------------------------------------------------

  const plugin = () => new pm.state.Plugin({
    key,
    state: {
      init: () => pm.view.DecorationSet.empty,
      apply: (tr, set) => tr.getMeta(key) ?? set.map(tr.mapping, tr.doc),
    },
    props: {
      decorations: (state) => key.getState(state),
      handleClick: (view, at) => { tell(itemAt(view, at, at), view); return false; },
      // Alt and Enter write what is right where the cursor stands.
      handleKeyDown: (view, event) => {
        const { from, to } = view.state.selection;
        const item = event.key === "Enter" && event.altKey && itemAt(view, from, to);
        if (item) replace(item, view.dom);
        return Boolean(item);
      },
    },
  });
  const itemAt = (view, from, to) => {
    const [mark] = key.getState(view.state).find(from, to);
    return mark && wrong()[mark.spec.number];
  };
  const mark = () => {
    const marks = new Map();
    for (const field of form.querySelectorAll(".prose-editor > textarea")) if (editorOf(field)) marks.set(editorOf(field), []);
    for (const field of form.querySelectorAll(".has-claim")) { field.classList.remove("has-claim"); field.removeAttribute("aria-describedby"); }
    wrong().forEach((item, number) => {
      const place = find(item);
      if (!place) return;
      if (!place.editor) {
        place.field.classList.add("has-claim");
        place.field.setAttribute("aria-describedby", item.querySelector("[data-claim-sentence]").id);
        return;
      }
      const words = { class: "claim-mark", title: item.querySelector("[data-claim-sentence]").textContent.trim() };
      marks.get(place.editor).push(pm.view.Decoration.inline(place.from, place.until, words, { number }));
    });
    for (const [editor, some] of marks) {
      if (!key.get(editor.state)) editor.registerPlugin(plugin());
      const { state, view } = editor;
      view.dispatch(state.tr.setMeta(key, pm.view.DecorationSet.create(state.doc, some)).setMeta("addToHistory", false));
    }
  };

  // -- What is right, beside the mark that was pressed ----------------------------------------------------------------------

  const told = document.createElement("div");
  told.className = "claim-told";
  told.hidden = true;
  const tell = (item, view) => {
    told.hidden = !item;
    if (!item) return;
    const button = item.querySelector("[data-claim-replace]").cloneNode(true);
    const sentence = item.querySelector("[data-claim-sentence]").cloneNode(true);
    sentence.removeAttribute("id");
    button.addEventListener("click", () => replace(item, view.dom));
    told.replaceChildren(sentence, button);
    view.dom.closest(".prose-editor").after(told);
  };

  // -- Showing and putting right ----------------------------------------------------------------------------------------------

  const show = (item) => {
    const place = find(item);
    if (!place) { said(block.dataset.gone); return; }
    if (place.editor) {
      place.editor.chain().focus().setTextSelection({ from: place.from, to: place.to }).run();
      place.editor.view.domAtPos(place.from).node.parentElement?.scrollIntoView({ block: "center" });
      tell("put" in item.dataset ? item : null, place.editor.view);
    } else {
      place.field.scrollIntoView({ block: "center" });
      place.field.focus();
      place.field.setSelectionRange(place.from, place.to);
    }
  };
  const replace = (item, back = null) => {
    const place = find(item), { put } = item.dataset;
    if (!place) { said(block.dataset.gone); return; }
    if (place.editor) {
      const { state, view } = place.editor;
      view.dispatch(state.tr.insertText(put, place.from, place.to));
    } else {
      place.field.setRangeText(put, place.from, place.to, "end");
      place.field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    told.hidden = true;
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    said(`${block.dataset.replaced} ${put}`);
    if (back) back.focus({ preventScroll: true });
    else (next?.querySelector("[data-claim-replace]") ?? block.querySelector("[data-claims-said]")).focus();
    mark();
    wait(300);
  };
  block.addEventListener("click", (event) => {
    const item = event.target.closest("[data-claim]");
    if (item && event.target.closest("[data-claim-replace]")) replace(item);
    else if (item && event.target.closest("[data-claim-show]")) show(item);
  });

  // -- Asking -----------------------------------------------------------------------------------------------------------------

  let waiting, asked = 0;
  const ask = async () => {
    const number = (asked += 1);
    try {
      const answer = await fetch(block.dataset.agreement, { method: "POST", body: typed(), credentials: "same-origin" });
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      if (number !== asked) return;
      const focused = block.contains(document.activeElement);
      block.innerHTML = html;
      if (focused) block.querySelector("[data-claim-replace], [data-claims-said]")?.focus();
      block.hidden = !html.trim();
      told.hidden = true;
      mark();
    } catch { if (!block.hidden) said(block.dataset.failed); }
  };
  const wait = (pause = PAUSE) => { clearTimeout(waiting); waiting = setTimeout(ask, pause); };
  form.addEventListener("input", () => wait());
  form.addEventListener("change", () => wait());
  wait(300);
};
