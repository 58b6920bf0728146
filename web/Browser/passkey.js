// Passkeys (WebAuthn): made on one's own page, used on the sign-in page. Browsers without WebAuthn's JSON see no way to them.

function isSupported() {
  return "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential && "toJSON" in PublicKeyCredential.prototype;
}

function reason(error) {
  switch (error.name) {
    case "NotAllowedError":
      return "It was not confirmed in time, or was called off.";
    case "InvalidStateError":
      return "This device has a passkey of yours already.";
    case "SecurityError":
      return "Passkeys do not belong to this address: open the desk by the host name that its operator set for them.";
    default:
      return `The browser said: ${error.message}`;
  }
}

// { credential } as JSON text, or { problem } for people
export async function createPasskey(options) {
  if (!isSupported()) {
    return { problem: "This browser makes no passkeys." };
  }

  try {
    const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
    return { credential: JSON.stringify(credential) };
  } catch (error) {
    return { problem: reason(error) };
  }
}

async function signIn(form, said) {
  said.textContent = "";
  const answer = await fetch(form.dataset.options, { method: "POST", cache: "no-store" });
  if (!answer.ok) {
    said.textContent = answer.status === 429 ? "Too many sign-ins at the moment. Wait a minute and try again." : "The desk does not answer. Try again in a moment.";
    return;
  }

  try {
    const { options, state } = await answer.json();
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    form.elements.State.value = state;
    form.elements.Credential.value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    said.textContent = reason(error);
  }
}

export function offerPasskey() {
  const form = document.querySelector("form[data-passkey]");
  if (form === null || !isSupported()) {
    return;
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    signIn(form, form.querySelector("[role=alert]"));
  });
}
