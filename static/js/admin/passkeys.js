// Makes and shows passkeys. A form [data-passkey=add|show][data-options=address] gets the browser's answer in its field
// "passkey" and is sent; [data-passkey-error] says what went wrong. Without support in the browser the form stays hidden.
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const described = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

const make = async (options) => {
  const publicKey = { ...options, challenge: toBytes(options.challenge), user: { ...options.user, id: toBytes(options.user.id) }, excludeCredentials: described(options.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = made.response;
  return { id: made.id, rawId: toText(made.rawId), type: made.type, response: { clientDataJSON: toText(clientDataJSON), attestationObject: toText(attestationObject) } };
};

const show = async (options) => {
  const publicKey = { ...options, challenge: toBytes(options.challenge), allowCredentials: described(options.allowCredentials) };
  const shown = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
  return { id: shown.id, rawId: toText(shown.rawId), type: shown.type, response: { clientDataJSON: toText(clientDataJSON), authenticatorData: toText(authenticatorData), signature: toText(signature), userHandle: userHandle ? toText(userHandle) : null } };
};

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const error = form.querySelector("[data-passkey-error]");
    error.textContent = "";
    try {
      const token = new FormData();
      token.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(form.dataset.options, { method: "POST", body: token, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const options = await answer.json();
      form.elements.passkey.value = JSON.stringify(await (form.dataset.passkey === "add" ? make(options) : show(options)));
    } catch {
      error.textContent = form.dataset.failed;
      return;
    }
    form.submit();
  });
}
