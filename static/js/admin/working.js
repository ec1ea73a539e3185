// Keeps what is typed into the article's form, says who else is there and what was saved meanwhile; loses nothing.
// Expects [data-working=address][data-form=id][data-person][data-thing] with [data-working-state], [data-working-others],
// [data-working-newer], [data-working-found], and optionally [data-working-drop]. Until the server has confirmed it the
// text stays in this browser, for its person alone (left_text.js), and is offered again.
const place = document.querySelector("[data-working]");
const form = document.getElementById(place.dataset.form);
const state = place.querySelector("[data-working-state]");
const others = place.querySelector("[data-working-others]");
const newer = place.querySelector("[data-working-newer]");
const found = place.querySelector("[data-working-found]");
const { working: address, person, thing } = place.dataset;
let ownWindow = form.elements.namedItem("_window").value;
const mine = `typed:${person}:${thing}:`;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("typed") : null;
const QUIET = 1500, SOONEST = 5000, HEARTBEAT = 15000, IN_BROWSER = 300, ANSWERS = 400;
const UNTYPED = ["csrfmiddlewaretoken", "base_revision"];

let dirty = false, sent = 0, waiting = null, storing = null, saving = false, busy = null, mark = "", somebodyElse = false;

class Refused extends Error {}

const typed = (extra = {}) => {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
  for (const [name, value] of Object.entries({ _person: person, ...extra })) data.set(name, value);
  return data;
};

const contents = () => JSON.stringify([...typed().entries()].filter(([name]) => !name.startsWith("_") && !UNTYPED.includes(name)));

let seen = contents();

const alive = (extra = {}) => {
  const data = new FormData();
  for (const name of ["csrfmiddlewaretoken", "base_revision", "_window", "_continues"]) if (form.elements[name]) data.set(name, form.elements[name].value);
  for (const [name, value] of Object.entries({ _person: person, ...extra })) data.set(name, value);
  return data;
};

const button = (words, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
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

const say = (problem) => {
  const name = problem instanceof Refused ? problem.message : "notKept";
  state.replaceChildren(place.dataset[name]);
  if (name !== "signedOut") return;
  const link = document.createElement("a");
  link.href = place.dataset.signInAddress;
  link.target = "_blank";
  link.textContent = place.dataset.signIn;
  state.append(" ", link);
};

// -- What lies in this browser

const inBrowser = () => {
  clearTimeout(storing);
  storing = null;
  if (localStorage.getItem("typed-by") !== person) return;
  const data = [...typed().entries()].filter(([name]) => !name.startsWith("_") && name !== "csrfmiddlewaretoken");
  try { localStorage.setItem(mine + ownWindow, JSON.stringify({ mark, data })); } catch { /* no room: nothing more can be done */ }
};

const forgetInBrowser = (key = mine + ownWindow) => {
  clearTimeout(storing);
  storing = null;
  localStorage.removeItem(key);
};

// -- Talking with the server

const ask = async () => {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (answer.redirected) throw new Refused("signedOut");
  if (!answer.ok) throw new Error(answer.status);
  const known = await answer.json();
  if (known.person !== person) throw new Refused("somebodyElse");
  form.elements.csrfmiddlewaretoken.value = known.token;
  return known;
};

// Signing in gives a new token for forms: a page from before fetches it once.
const post = async (data, again = true) => {
  const answer = await fetch(address, { method: "POST", body: data, credentials: "same-origin" });
  if (answer.redirected) throw new Refused("signedOut");
  if (answer.status === 409) throw new Refused("somebodyElse");
  if (answer.status === 403 && again) {
    const { token } = await ask();
    data.set("csrfmiddlewaretoken", token);
    return post(data, false);
  }
  if (!answer.ok && answer.status !== 413) throw new Error(answer.status);
  const told = answer.status === 204 ? {} : await answer.json();
  return told.saved && again && !saving ? goOnAfterSaving(data) : told;
};

// A page that is shown again after its form was saved goes on under another name: for the server its window is closed.
const goOnAfterSaving = (data) => {
  forgetInBrowser();
  ownWindow = Math.random().toString(36).slice(2) + Date.now().toString(36);
  form.elements.namedItem("_window").value = ownWindow;
  data.set("_window", ownWindow);
  return post(data, false);
};

const send = async () => {
  dirty = false;
  sent = Date.now();
  seen = contents();
  try {
    show(await post(typed({ _typed: "1", _mark: mark })));
    somebodyElse = false;
    if (!dirty) forgetInBrowser();
    const here = new URL(location);
    here.searchParams.set("window", ownWindow);
    history.replaceState(history.state, "", here);
  } catch (problem) {
    dirty = true;
    somebodyElse = problem.message === "somebodyElse";
    inBrowser();
    say(problem);
  }
  busy = null;
  if (dirty) later(SOONEST);
  return !dirty;
};

const keep = () => {
  clearTimeout(waiting);
  waiting = null;
  if (busy) return busy;
  if (!dirty || saving) return Promise.resolve(true);
  busy = send();
  return busy;
};

const later = (pause) => { clearTimeout(waiting); waiting = setTimeout(keep, pause); };

const changed = () => {
  dirty = true;
  mark = Math.random().toString(36).slice(2) + Date.now().toString(36);
  storing ||= setTimeout(inBrowser, IN_BROWSER);
  later(Math.max(QUIET, SOONEST - (Date.now() - sent)));
};

// Scripts of the page change fields while it opens: only once somebody is at work is what differs from then on a change.
let touched = false;
const touch = () => {
  if (touched) return;
  touched = true;
  seen = contents();
};
for (const name of ["keydown", "pointerdown", "paste", "drop"]) document.addEventListener(name, touch, true);

const heard = (event) => {
  if (UNTYPED.includes(event.target?.name)) return;
  if (event.isTrusted) touched = true;
  if (!touched) seen = contents();
  else if (dirty || contents() !== seen) changed();
};

// Fields with suggestions and calendars change without an event that is heard here: the form is compared now and then.
const compare = () => {
  const now = contents();
  if (touched && now !== seen && !saving && !dirty) changed();
  seen = now;
};
setInterval(compare, SOONEST);

form.addEventListener("input", heard);
form.addEventListener("change", heard);
globalThis.django?.jQuery?.(form).on("change", heard);
form.addEventListener("submit", (event) => {
  if (somebodyElse) {
    event.preventDefault();
    event.stopImmediatePropagation();
    state.scrollIntoView({ block: "center" });
    return;
  }
  saving = true;
  if (mark) inBrowser();
}, true);

const beat = async () => {
  if (dirty || busy || saving) return;
  try {
    show(await post(alive(document.hidden ? { _unseen: "1" } : {})));
  } catch (problem) {
    if (problem instanceof Refused) say(problem);
  }
};

addEventListener("pagehide", () => {
  if (saving) return;
  compare();
  if (dirty) inBrowser();
  navigator.sendBeacon(address, dirty ? typed({ _typed: "1", _gone: "1", _mark: mark }) : alive({ _gone: "1" }));
});
addEventListener("pageshow", (event) => { if (event.persisted) saving = false; });

// Before its person signs out a window sends what it has, and is closed as far as the server knows.
const takeLeave = async () => {
  compare();
  await keep();
  if (dirty) await keep();
  try { await post(alive({ _gone: "1" })); } catch { /* it is taken for closed before long */ }
};
addEventListener("typed-send", (event) => { event.detail.push(takeLeave()); });

for (const drop of document.querySelectorAll("[data-working-drop]")) {
  drop.addEventListener("click", async () => {
    const other = drop.dataset.workingDrop;
    await post(alive(other ? { _drop: "1", _window: other, _continues: "" } : { _drop: "1" }));
    forgetInBrowser(mine + (other || ownWindow));
    if (other) {
      const list = drop.closest("ul");
      drop.closest("li").remove();
      if (!list.children.length) list.closest("section").remove();
      return;
    }
    saving = true;
    location.assign(location.pathname);
  });
}

// -- Other windows of this browser

if (channel) {
  channel.onmessage = async ({ data }) => {
    if (data.whoIsOpen) channel.postMessage({ open: ownWindow });
    if (data.send) {
      channel.postMessage({ sending: true });
      await takeLeave();
      channel.postMessage({ sent: true });
    }
    if (data.signedOut && !dirty && !busy) {
      saving = true;
      location.reload();
    }
  };
}

const openWindows = () => new Promise((done) => {
  const open = new Set();
  if (!channel) { done(open); return; }
  const listener = ({ data }) => { if (data.open) open.add(data.open); };
  channel.addEventListener("message", listener);
  channel.postMessage({ whoIsOpen: true });
  setTimeout(() => { channel.removeEventListener("message", listener); done(open); }, ANSWERS);
});

const offer = (key, { mark: sentAs, data }) => {
  const line = document.createElement("span");
  const bring = async () => {
    const body = new FormData();
    for (const [name, value] of data) body.append(name, value);
    const theirs = key.slice(mine.length);
    for (const [name, value] of Object.entries({ _window: theirs, _person: person, _typed: "1", _mark: sentAs })) body.set(name, value);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try { await post(body); } catch (problem) { say(problem); return; }
    forgetInBrowser(key);
    if (dirty) await keep();
    saving = true;
    location.assign(`${location.pathname}?window=${encodeURIComponent(theirs)}`);
  };
  line.append(`${place.dataset.found} `, button(place.dataset.bring, bring), " ", button(place.dataset.forget, () => { forgetInBrowser(key); line.remove(); }));
  found.append(line);
};

// What the server has is needed here no longer; what it has not is offered, unless its window is still open.
const lookForText = async () => {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(mine));
  if (!keys.length) return;
  const open = await openWindows();
  let kept;
  try { kept = await ask(); } catch { return; }
  for (const key of keys) {
    const left = JSON.parse(localStorage.getItem(key) || "null");
    if (!left || open.has(key.slice(mine.length))) continue;
    if (kept.marks.includes(left.mark)) forgetInBrowser(key);
    else if (key === mine + ownWindow) changed();
    else offer(key, left);
  }
};

setInterval(beat, HEARTBEAT);
beat();
lookForText();
