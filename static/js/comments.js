// The comment form in place: loaded when asked for, sent without leaving the page; what was typed is never lost.
// Expects [data-comment-form][data-failed][data-stale][data-waiting] with a link [data-comment-open] to the form's page,
// links [data-comment-reply] to the form for a reply, and answers that hold one [data-comment-part]: the form again or
// the sentence that stands in its place. A form with [data-challenge] is sent with its solution (proof.js).
const place = document.querySelector("[data-comment-form]");
const link = place?.querySelector("[data-comment-open]");
const TYPED = ["name", "body", "email"];
let opened = link?.href;

const ask = async (address, options = {}) => {
  const answer = await fetch(address, {
    credentials: "same-origin", cache: "no-store", headers: { "X-Requested-With": "fetch" }, ...options,
  });
  const text = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { status: answer.status, part: text.querySelector("[data-comment-part]") };
};

const typed = (form) => TYPED.map((name) => [name, form.elements[name].value]);

const fill = (form, values) => {
  for (const [name, value] of values) if (value) form.elements[name].value = value;
};

const say = (form, sentence) => {
  form.querySelector("[data-focus]")?.remove();
  const box = document.createElement("div");
  box.className = "notice notice--error";
  box.tabIndex = -1;
  box.dataset.focus = "";
  box.setAttribute("role", "alert");
  box.append(Object.assign(document.createElement("p"), { textContent: sentence }));
  form.prepend(box);
  box.focus();
};

const show = (part) => {
  place.replaceChildren(part);
  part.querySelector("form")?.addEventListener("submit", send);
  (part.querySelector("[aria-invalid='true']") ?? part.querySelector("[data-focus]") ?? part.querySelector("input:not([type='hidden'])"))?.focus();
};

// The token had run out: a new form, filled in as before.
const renew = async (form) => {
  const before = typed(form);
  const { part } = await ask(opened);
  const fresh = part?.querySelector("form");
  if (!fresh) throw new Error("no form");
  fill(fresh, before);
  show(part);
  say(fresh, place.dataset.stale);
};

const prove = async (form, button) => {
  if (!form.dataset.challenge || form.elements.proof.value || !globalThis.crypto?.subtle) return;
  button.textContent = form.dataset.working;
  const { solve } = await import("./proof.js");
  form.elements.proof.value = await solve(JSON.parse(form.dataset.challenge));
};

async function send(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("[type='submit']");
  if (button.getAttribute("aria-disabled") === "true") return;
  const label = button.textContent;
  button.textContent = place.dataset.waiting;
  button.setAttribute("aria-disabled", "true");
  try {
    await prove(form, button);
    const { status, part } = await ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (part) show(part);
    else if (status === 403) await renew(form);
    else say(form, place.dataset.failed);
  } catch {
    say(form, place.dataset.failed);
  } finally {
    button.textContent = label;
    button.removeAttribute("aria-disabled");
  }
}

// Opens the form; what was typed in one that is open already goes along. A reply's form stands under its comment.
const open = async (event, beside) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const address = event.currentTarget.href;
  const before = place.querySelector("form") ? typed(place.querySelector("form")) : [];
  try {
    const { part } = await ask(address);
    if (!part) throw new Error("no form");
    const form = part.querySelector("form");
    if (form) fill(form, before);
    if (beside) beside.append(place);
    opened = address;
    show(part);
  } catch {
    location.assign(address);
  }
};

link?.addEventListener("click", (event) => open(event, null));
if (place) {
  for (const reply of document.querySelectorAll("[data-comment-reply]")) {
    reply.addEventListener("click", (event) => open(event, reply.closest(".remark")));
  }
}
