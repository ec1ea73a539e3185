// The comment desk without reloads: one key for each decision, cards that renew themselves, several at once.
// Expects [data-comment-desk][data-failed] with [data-said], [data-waiting], cards [data-case] that hold a form
// [data-case-form] with buttons [data-key], and the form #desk-many for the ticked ones with [data-pick-all].
const desk = document.querySelector("[data-comment-desk]");
const said = desk?.querySelector("[data-said]");
const many = document.getElementById("desk-many");

const DECISIONS = new Set(["approve", "reject", "spam", "remove"]);
// The ids of what was decided last, at once; `u` takes all of it back, in one step.
let decided = [];

const cards = () => [...desk.querySelectorAll("[data-case]")];
const present = () => document.activeElement?.closest?.("[data-case]") ?? null;

const move = (by) => {
  const all = cards();
  const at = all.indexOf(present());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};

const chosen = (form) => [...form.elements].filter((field) => field.name === "comment" && (field.type === "hidden" || field.checked)).map((field) => field.value);

const send = async (form, button) => {
  const keys = chosen(form);
  const done = await post(form.action, new FormData(form, button));
  if (done) decided = DECISIONS.has(button?.value) ? keys : [];
  return done;
};

const takeBack = async () => {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", desk.querySelector("[name='csrfmiddlewaretoken']").value);
  data.append("step", "undo");
  for (const key of decided) data.append("comment", key);
  if (await post(many.action, data)) decided = [];
};

const post = async (address, data) => {
  try {
    const answer = await fetch(address, {
      method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "fetch" },
    });
    const result = await answer.json();
    said.textContent = result.said;
    said.classList.toggle("is-bad", !result.done);
    const waiting = desk.querySelector("[data-waiting]");
    if (waiting) waiting.textContent = result.waiting;
    const current = present()?.dataset.case;
    for (const [pk, html] of Object.entries(result.cards)) {
      const old = desk.querySelector(`[data-case="${pk}"]`);
      const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-case]");
      if (!old || !fresh) continue;
      fresh.classList.toggle("is-decided", fresh.dataset.status !== old.dataset.status || old.classList.contains("is-decided"));
      old.replaceWith(fresh);
      if (pk === current) fresh.focus();
    }
    return result.done;
  } catch {
    said.textContent = desk.dataset.failed;
    said.classList.add("is-bad");
    return false;
  }
};

desk?.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form !== many && !form.matches("[data-case-form]")) return;
  event.preventDefault();
  await send(form, event.submitter);
});

desk?.querySelector("[data-pick-all]")?.addEventListener("change", (event) => {
  for (const box of desk.querySelectorAll("[data-case] [name='comment'][type='checkbox']")) box.checked = event.target.checked;
});

document.addEventListener("keydown", async (event) => {
  if (!desk || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type='checkbox']), textarea, select")) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    move(event.key === "j" ? 1 : -1);
    return;
  }
  // What was decided last is taken back wherever the focus has gone since.
  if (event.key === "u" && decided.length) {
    event.preventDefault();
    await takeBack();
    return;
  }
  const card = present();
  const button = card?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  card.focus();
  const done = await send(button.form, button);
  if (done && event.key !== "u") move(1);
});
