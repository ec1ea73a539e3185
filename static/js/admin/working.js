// Keeps what is typed into the article's form, says who else is there and what was saved meanwhile; loses nothing.
// Expects [data-working=address][data-form=id] with [data-working-state], [data-working-others], [data-working-newer],
// and optionally [data-working-drop]. Without a connection the text stays in this browser and is offered again.
const place = document.querySelector("[data-working]");
const form = document.getElementById(place.dataset.form);
const state = place.querySelector("[data-working-state]");
const others = place.querySelector("[data-working-others]");
const newer = place.querySelector("[data-working-newer]");
const address = place.dataset.working;
const store = `working:${location.pathname}`;
const QUIET = 1500, SOONEST = 5000, HEARTBEAT = 15000;

let dirty = false, sent = 0, waiting = null, saving = false, busy = false;

const typed = (extra = {}) => {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return data;
};

const alive = (extra = {}) => {
  const data = new FormData();
  for (const name of ["csrfmiddlewaretoken", "base_revision"]) if (form.elements[name]) data.set(name, form.elements[name].value);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return data;
};

const show = (answer) => {
  if (answer.kept) state.textContent = `${place.dataset.kept} ${answer.kept}`;
  if (answer.error) state.textContent = answer.error;
  others.textContent = (answer.others || []).join(" · ");
  newer.replaceChildren();
  if (answer.newer) {
    const link = document.createElement("a");
    link.href = answer.newer.address;
    link.target = "_blank";
    link.textContent = answer.newer.sentence;
    newer.append(link);
  }
};

const inBrowser = () => {
  try { localStorage.setItem(store, JSON.stringify([...typed().entries()])); } catch { /* no room: nothing more can be done */ }
  state.textContent = place.dataset.notKept;
};

const keep = async () => {
  clearTimeout(waiting);
  waiting = null;
  if (!dirty || busy || saving) return;
  busy = true;
  dirty = false;
  sent = Date.now();
  try {
    const answer = await fetch(address, { method: "POST", body: typed({ _typed: "1" }), credentials: "same-origin" });
    if (answer.redirected || (!answer.ok && answer.status !== 413)) throw new Error(answer.status);
    show(await answer.json());
    localStorage.removeItem(store);
  } catch {
    dirty = true;
    inBrowser();
  }
  busy = false;
  if (dirty) later(SOONEST);
};

const later = (pause) => { clearTimeout(waiting); waiting = setTimeout(keep, pause); };

const changed = () => {
  dirty = true;
  later(Math.max(QUIET, SOONEST - (Date.now() - sent)));
};

form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("submit", () => { saving = true; localStorage.removeItem(store); });

const beat = async () => {
  if (document.hidden || dirty || busy || saving) return;
  try {
    const answer = await fetch(address, { method: "POST", body: alive(), credentials: "same-origin" });
    if (answer.ok && !answer.redirected) show(await answer.json());
  } catch { /* the next one may get through */ }
};

addEventListener("pagehide", () => {
  if (saving) return;
  navigator.sendBeacon(address, dirty ? typed({ _typed: "1", _gone: "1" }) : alive({ _gone: "1" }));
});

document.querySelector("[data-working-drop]")?.addEventListener("click", async () => {
  saving = true;
  await fetch(address, { method: "POST", body: alive({ _drop: "1" }), credentials: "same-origin" });
  location.reload();
});

const left = localStorage.getItem(store);
if (left) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = place.dataset.bring;
  button.addEventListener("click", async () => {
    const data = new FormData();
    for (const [name, value] of JSON.parse(left)) data.append(name, value);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("_typed", "1");
    const answer = await fetch(address, { method: "POST", body: data, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    localStorage.removeItem(store);
    saving = true;
    location.reload();
  });
  state.replaceChildren(`${place.dataset.found} `, button);
}

setInterval(beat, HEARTBEAT);
beat();
