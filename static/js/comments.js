// The comment form in place: loaded when asked for, sent without leaving the page; what was typed is never lost.
// Expects [data-comment-form][data-failed][data-stale][data-waiting] with a link [data-comment-open] to the form's page,
// and answers that hold one [data-comment-part]: the form again or the sentence that stands in its place.
const place = document.querySelector("[data-comment-form]");
const link = place?.querySelector("[data-comment-open]");

const ask = async (address, options = {}) => {
  const answer = await fetch(address, {
    credentials: "same-origin", cache: "no-store", headers: { "X-Requested-With": "fetch" }, ...options,
  });
  const text = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { status: answer.status, part: text.querySelector("[data-comment-part]") };
};

const typed = (form) => ["name", "body", "email"].map((name) => [name, form.elements[name].value]);

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
  const { part } = await ask(link.href);
  const fresh = part?.querySelector("form");
  if (!fresh) throw new Error("no form");
  for (const [name, value] of before) fresh.elements[name].value = value;
  show(part);
  say(fresh, place.dataset.stale);
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

link?.addEventListener("click", async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    const { part } = await ask(link.href);
    if (!part) throw new Error("no form");
    show(part);
  } catch {
    location.assign(link.href);
  }
});
