// Text that the server has not confirmed lies in this browser under "typed:<person>:<thing>:<window>" (working.js). It is its
// person's alone: it goes when they sign out, when somebody else signs in, and once the server says that it has been saved.
(() => {
  const PREFIX = "typed:", SIGNED_IN = "typed-by", SIGNING_OUT = "typed-signing-out", LONGEST = 4000;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("typed") : null;

  const forget = (goes) => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX) && goes(key)) localStorage.removeItem(key);
  };

  const savedWindow = () => {
    const found = document.cookie.split("; ").find((one) => one.startsWith("saved-window="));
    return found && found.slice("saved-window=".length);
  };

  // Has every window send what it has not sent yet; tells when all have, or when it has taken too long.
  const send = () => new Promise((done) => {
    const own = [];
    dispatchEvent(new CustomEvent("typed-send", { detail: own }));
    let waiting = 1;
    const one = () => { waiting -= 1; if (!waiting) done(); };
    if (channel) {
      channel.onmessage = ({ data }) => {
        if (data.sending) waiting += 1;
        if (data.sent) one();
      };
      channel.postMessage({ send: true });
    }
    Promise.allSettled(own).then(() => setTimeout(one, channel ? 300 : 0));
    setTimeout(done, LONGEST);
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.id !== "logout-form" || form.dataset.sent) return;
    event.preventDefault();
    await send();
    sessionStorage.setItem(SIGNING_OUT, "1");
    form.dataset.sent = "1";
    form.requestSubmit();
  });

  addEventListener("DOMContentLoaded", () => {
    const told = document.querySelector("meta[name=signed-in]");
    if (!told) return;
    const person = told.content;
    const saved = savedWindow();
    if (saved) {
      forget((key) => key.endsWith(`:${saved}`));
      document.cookie = `saved-window=; path=${told.dataset.path}; max-age=0`;
    }
    if (person) {
      localStorage.setItem(SIGNED_IN, person);
      forget((key) => !key.startsWith(`${PREFIX}${person}:`));
    } else if (sessionStorage.getItem(SIGNING_OUT)) {
      localStorage.removeItem(SIGNED_IN);
      forget(() => true);
      channel?.postMessage({ signedOut: true });
    }
    sessionStorage.removeItem(SIGNING_OUT);
  });
})();
