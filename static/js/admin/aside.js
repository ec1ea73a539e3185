// The panels beside the article's form: preview, checks, notes on passages. They follow what is typed.
// Expects [data-aside][data-form] with [data-tab], [data-panel], [data-aside-close]; buttons [data-aside-open=tab].
const aside = document.querySelector("[data-aside]");
const form = document.getElementById(aside.dataset.form);
const main = document.getElementById("content-main");
const remembered = "article-aside";
const PAUSE = 1200;

const tabs = [...aside.querySelectorAll("[data-tab]")];
const panel = (name) => aside.querySelector(`[data-panel="${name}"]`);
const current = () => tabs.find((tab) => tab.getAttribute("aria-selected") === "true")?.dataset.tab;
const typed = () => {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
  return data;
};
const post = (address, body = typed()) => fetch(address, { method: "POST", body, credentials: "same-origin" });
const failed = () => {
  const word = document.createElement("p");
  word.className = "remark";
  word.textContent = aside.dataset.failed;
  return word;
};

// -- Tabs -------------------------------------------------------------------------------------------------------------

const open = (name, focus = false) => {
  aside.hidden = false;
  main.classList.add("has-aside");
  for (const tab of tabs) {
    const chosen = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", chosen);
    tab.tabIndex = chosen ? 0 : -1;
    panel(tab.dataset.tab).hidden = !chosen;
    if (chosen && focus) tab.focus();
  }
  localStorage.setItem(remembered, name);
  refresh();
};
const close = () => {
  aside.hidden = true;
  main.classList.remove("has-aside");
  localStorage.removeItem(remembered);
};
for (const tab of tabs) tab.addEventListener("click", () => open(tab.dataset.tab));
aside.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const at = tabs.findIndex((tab) => tab.dataset.tab === current());
  open(tabs[(at + step + tabs.length) % tabs.length].dataset.tab, true);
});
aside.querySelector("[data-aside-close]").addEventListener("click", close);
aside.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
for (const button of document.querySelectorAll("[data-aside-open]")) {
  button.addEventListener("click", () => open(button.dataset.asideOpen, true));
}
// Alt+P, Alt+C, Alt+N: the panels by key, from anywhere (templates/admin/keys.html names them).
addEventListener("keydown", (event) => {
  const name = event.altKey && !event.ctrlKey && !event.metaKey && { KeyP: "preview", KeyC: "checks", KeyN: "notes" }[event.code];
  if (!name || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (!aside.hidden && current() === name) close();
  else open(name, true);
});

// -- Preview ----------------------------------------------------------------------------------------------------------

const frame = aside.querySelector("[data-preview]");
const holder = aside.querySelector("[data-preview-frame]");
const languages = [...aside.querySelectorAll("[data-preview-language]")];
const widths = [...aside.querySelectorAll("[data-preview-width]")];
const pressed = (buttons) => buttons.find((button) => button.getAttribute("aria-pressed") === "true");
const fit = () => {
  const width = Number(pressed(widths).dataset.previewWidth);
  const scale = Math.min(1, holder.clientWidth / width);
  frame.style.width = `${width}px`;
  frame.style.height = `${Math.round(holder.clientHeight / scale)}px`;
  frame.style.transform = `scale(${scale})`;
};
// The frame runs no script: what it would only complain about is left out of the page.
const withoutScripts = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const script of page.querySelectorAll("script, link[rel=modulepreload], link[rel=preload][as=script]")) script.remove();
  return `<!DOCTYPE html>${page.documentElement.outerHTML}`;
};
const preview = async () => {
  try {
    const answer = await post(pressed(languages).dataset.previewLanguage);
    const html = withoutScripts(await answer.text());
    const at = frame.contentWindow?.scrollY || 0;
    frame.onload = () => frame.contentWindow?.scrollTo(0, at);
    frame.srcdoc = html;
    fit();
  } catch { frame.srcdoc = failed().outerHTML; }
};
const choose = (buttons, button) => buttons.forEach((one) => one.setAttribute("aria-pressed", one === button));
for (const button of languages) button.addEventListener("click", () => { choose(languages, button); preview(); });
for (const button of widths) button.addEventListener("click", () => { choose(widths, button); fit(); });
aside.querySelector("[data-preview-window]").addEventListener("click", () => {
  const copy = document.createElement("form");
  copy.method = "post";
  copy.target = "_blank";
  copy.action = pressed(languages).dataset.previewLanguage;
  for (const [name, value] of typed().entries()) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    copy.append(field);
  }
  copy.hidden = true;
  document.body.append(copy);
  copy.submit();
  copy.remove();
});
addEventListener("resize", () => { if (!aside.hidden) fit(); });

// -- Showing a passage ------------------------------------------------------------------------------------------------

const fieldOf = (button) => button.dataset.showName || `${button.dataset.showField}_${(button.dataset.showLanguage || "").replace("-", "_")}`;
const showPassage = (button) => {
  const field = form.elements[fieldOf(button)] || form.elements[button.dataset.showField];
  if (!field) return true;
  const passage = (button.dataset.showPassage || "").slice(0, 60);
  const editor = field.closest?.(".prose-editor")?.querySelector("[contenteditable]");
  if (!editor) {
    field.scrollIntoView?.({ block: "center" });
    field.focus?.();
    const at = passage ? field.value?.indexOf(passage) : -1;
    if (at >= 0) field.setSelectionRange?.(at, at + passage.length);
    return !passage || at >= 0;
  }
  editor.scrollIntoView({ block: "nearest" });
  if (!passage) { editor.focus(); return true; }
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const head = passage.slice(0, 24);
    const at = node.data.indexOf(passage) >= 0 ? node.data.indexOf(passage) : node.data.indexOf(head);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, Math.min(node.data.length, at + passage.length));
    editor.focus();
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    node.parentElement.scrollIntoView({ block: "center" });
    return true;
  }
  return false;
};
aside.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show-passage]");
  if (!button || showPassage(button)) return;
  const remark = document.createElement("small");
  remark.className = "remark";
  remark.textContent = aside.dataset.gone;
  button.parentElement.querySelector("small.remark")?.remove();
  button.after(remark);
});

// -- Checks -----------------------------------------------------------------------------------------------------------

const number = (name, value) => { aside.querySelector(`[data-number-of="${name}"]`).textContent = Number(value) ? value : ""; };
const checks = async () => {
  try {
    const answer = await post(aside.dataset.checks);
    if (!answer.ok) throw new Error(answer.status);
    panel("checks").innerHTML = await answer.text();
    number("checks", panel("checks").firstElementChild.dataset.number);
  } catch { panel("checks").replaceChildren(failed()); }
};

// -- Notes ------------------------------------------------------------------------------------------------------------

const list = aside.querySelector("[data-notes-list]");
const passage = aside.querySelector("[data-note-passage]");
const fresh = aside.querySelector("[data-note-new]");
const put = async (answer) => {
  list.innerHTML = await answer.text();
  number("notes", list.firstElementChild.dataset.number);
};
const notes = async () => {
  if (!list) return;
  try { await put(await fetch(aside.dataset.notes, { credentials: "same-origin" })); } catch { list.replaceChildren(failed()); }
};
document.addEventListener("selectionchange", () => {
  if (!fresh) return;
  const active = document.activeElement;
  let quote = "", name = "";
  if (active?.matches?.("input[name], textarea[name]") && form.contains(active) && active.selectionEnd > active.selectionStart) {
    [quote, name] = [active.value.slice(active.selectionStart, active.selectionEnd), active.name];
  } else {
    const chosen = getSelection();
    const editor = chosen.anchorNode?.parentElement?.closest?.(".prose-editor");
    if (editor && form.contains(editor)) [quote, name] = [chosen.toString(), editor.querySelector("textarea[name]").name];
  }
  if (!quote.trim() || !aside.dataset.texts.split(" ").includes(name)) return;
  fresh.elements.quote.value = quote.trim();
  fresh.elements.field.value = name;
  passage.textContent = `“${quote.trim().slice(0, 120)}”`;
});
aside.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-note-form]")) return;
  event.preventDefault();
  const data = new FormData(event.target, event.submitter);
  if (event.target === fresh && !data.get("field")) { passage.textContent = aside.dataset.select; return; }
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  // A note that is sent twice before the first answer is one note.
  event.target.dataset.sending ||= Math.random().toString(36).slice(2) + Date.now().toString(36);
  data.set("_window", event.target.dataset.sending);
  try {
    const answer = await post(aside.dataset.notes, data);
    if (answer.redirected || answer.status >= 500) throw new Error(answer.status);
    if (answer.ok && event.target === fresh) event.target.reset();
    if (answer.ok) delete event.target.dataset.sending;
    await put(answer);
  } catch { event.target.append(failed()); }
});

// -- Following --------------------------------------------------------------------------------------------------------

const refresh = () => ({ preview, checks, notes })[current()]?.();
let waiting;
const follow = () => {
  if (aside.hidden || current() === "notes") return;
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE);
};
form.addEventListener("input", follow);
form.addEventListener("change", follow);

// -- Figures of a release in the text: looked at as soon as the form names one -------------------------------------------------

const agreement = document.querySelector("[data-agreement]");
let comparing = !agreement;
const compare = () => {
  if (comparing || !form.elements.release?.value) return;
  comparing = true;
  import(agreement.dataset.script).then((module) => module.begin(form, agreement, typed)).catch(() => { comparing = false; });
};
form.addEventListener("change", compare);
compare();
const last = localStorage.getItem(remembered);
if (last && panel(last) && matchMedia("(min-width: 1100px)").matches) setTimeout(() => open(last), 400);
