/**
 * Passkeys. `form[data-passkey]` signs in with one: its address gives what the browser is asked. Where the browser can,
 * it offers the keys while an address is typed, where one is asked for; the form's button asks outright.
 * `form[data-passkey-new]` makes one; `form[data-passkey-join]` does by the button in its `[data-passkey-joins]`, and is sent
 * without one by its others. `input[name=passkeys]` tells the server that this device could keep one.
 *
 * The form is hidden until this script knows that the browser has passkeys; every other way in stays as it is.
 */
import { all, hit, onPage } from "./page";

type Bytes = ArrayBuffer | null | undefined;
type Begun = { options: { publicKey: Record<string, unknown> }; state: string };

/** The question that stands, and when it has ended: a browser answers one at a time. */
let asked: { stop: AbortController; over: Promise<void> } | undefined;

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: Bytes): string | null {
  if (!buffer) return null;
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Options as the server writes them, with bytes where the browser wants bytes. */
function read(options: Record<string, unknown>): Record<string, unknown> {
  const wanted: Record<string, unknown> = { ...options, challenge: bytes(String(options["challenge"])) };
  const user = options["user"] as Record<string, unknown> | undefined;
  if (user) wanted["user"] = { ...user, id: bytes(String(user["id"])) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    const keys = options[list] as Record<string, unknown>[] | undefined;
    if (keys) wanted[list] = keys.map((key) => ({ ...key, id: bytes(String(key["id"])) }));
  }
  return wanted;
}

/** What a key answered, as the server reads it. */
function written(key: PublicKeyCredential): string {
  const given = key.response as unknown as Record<string, Bytes>;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = Object.fromEntries(parts.filter((part) => given[part]).map((part) => [part, text(given[part])]));
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response, extensions: {} });
}

function fill(form: HTMLFormElement, fields: Record<string, string>): void {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
}

/** Asks for a key instead of whatever was asked before; once a key has answered, the page is on its way. */
function signIn(form: HTMLFormElement, mediation: CredentialMediationRequirement): void {
  if ("sent" in form.dataset) return;
  const before = asked;
  before?.stop.abort();
  const stop = new AbortController();
  asked = { stop, over: Promise.resolve(before?.over).then(() => ask(form, mediation, stop.signal)) };
}

async function ask(form: HTMLFormElement, mediation: CredentialMediationRequirement, signal: AbortSignal): Promise<void> {
  try {
    const answer = await fetch(form.dataset["passkey"] ?? "", { headers: { accept: "application/json" }, signal });
    if (!answer.ok) return;
    const { options, state } = (await answer.json()) as Begun;
    const publicKey = read(options.publicKey) as unknown as PublicKeyCredentialRequestOptions;
    const key = await navigator.credentials.get({ publicKey, mediation, signal });
    if (!(key instanceof PublicKeyCredential) || !form.isConnected || signal.aborted) return;
    fill(form, { answer: written(key), state });
    form.dataset["sent"] = "";
    form.dataset["ready"] = "";
    form.requestSubmit();
  } catch {
    // Turned down, or another way was taken: the page is as it was.
  }
}

async function make(form: HTMLFormElement, asks: string): Promise<void> {
  const failed = form.querySelector<HTMLElement>("[data-passkey-failed]");
  if (failed) failed.hidden = true;
  try {
    const { publicKey } = JSON.parse(asks) as Begun["options"];
    const options = read(publicKey) as unknown as PublicKeyCredentialCreationOptions;
    const key = await navigator.credentials.create({ publicKey: options });
    if (!(key instanceof PublicKeyCredential)) return;
    fill(form, { answer: written(key) });
    form.dataset["ready"] = "";
    form.requestSubmit();
  } catch {
    if (failed) failed.hidden = false;
  }
}

onPage(() => {
  asked?.stop.abort();
  if (!("PublicKeyCredential" in window)) return;
  const tells = all<HTMLInputElement>("input[name=passkeys]");
  if (tells.length > 0) {
    void PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().then((can) => {
      for (const field of tells) field.value = can ? "yes" : "";
    });
  }
  const types = all("input[autocomplete~=webauthn]").length > 0;
  for (const joins of all("[data-passkey-joins]")) joins.hidden = false;
  for (const form of all<HTMLFormElement>("form[data-passkey]")) {
    form.hidden = false;
    delete form.dataset["sent"];
    if (!types) continue;
    void PublicKeyCredential.isConditionalMediationAvailable?.().then((can) => {
      if (can && form.isConnected) signIn(form, "conditional");
    });
  }
});

addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-passkey], [data-passkey-new]")) return;
  if ("ready" in form.dataset) {
    delete form.dataset["ready"];
    return;
  }
  if (!("PublicKeyCredential" in window)) return;
  // A key without a name would be made for nothing: the server says what is missing first.
  const name = form.elements.namedItem("name");
  if (name instanceof HTMLInputElement && !name.value.trim()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.matches("[data-passkey]")) signIn(form, "optional");
  else void make(form, form.dataset["passkeyNew"] ?? "");
}, { capture: true });

addEventListener("click", (event) => {
  const form = hit<HTMLButtonElement>(event, "[data-passkey-joins] button")?.form;
  if (!form) return;
  const name = form.elements.namedItem("name");
  // As above: the server says that the name is missing.
  if (name instanceof HTMLInputElement && !name.value.trim()) form.requestSubmit();
  else void make(form, form.dataset["passkeyJoin"] ?? "");
});

// A page that comes back from where the browser keeps it may be sent once more.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of all<HTMLFormElement>("form[data-passkey]")) delete form.dataset["sent"];
});
