/**
 * Keeps what is being typed: a form with `data-draft="/address"` posts its fields there.
 *
 * Every five seconds while something changed, when it could not be sent, and when the page goes away.
 * Never passwords, never files. The form says so in `[data-draft-state]`, with the words it carries.
 */
import { posted } from "./page";

const EVERY = 5000;
/** Browsers send no more than 64 KiB in requests that outlive their page. */
const OUTLIVES = 60_000;
const changed = new Set<HTMLFormElement>();

function typed(form: HTMLFormElement): URLSearchParams {
  const words = posted(new FormData(form));
  for (const secret of form.querySelectorAll<HTMLInputElement>("input[type=password]")) words.delete(secret.name);
  return words;
}

function say(form: HTMLFormElement, what: "saved" | "failed"): void {
  const state = form.querySelector<HTMLElement>("[data-draft-state]");
  if (state) state.textContent = state.dataset[what] ?? "";
}

async function save(form: HTMLFormElement): Promise<void> {
  const to = form.dataset["draft"];
  if (!to || !changed.delete(form)) return;
  try {
    const body = typed(form);
    const answer = await fetch(to, { method: "POST", body, keepalive: body.toString().length < OUTLIVES });
    say(form, answer.ok ? "saved" : "failed");
  } catch {
    changed.add(form);
    say(form, "failed");
  }
}

function saveAll(): void {
  for (const form of changed) {
    if (form.isConnected) void save(form);
    else changed.delete(form);
  }
}

addEventListener("input", (event) => {
  const target = event.target;
  if (!(target instanceof HTMLElement) || target.matches("input[type=password], input[type=file]")) return;
  const form = target.closest<HTMLFormElement>("form[data-draft]");
  if (form) changed.add(form);
});

// What is sent is not kept once more: it would come back after it was done. What could not be sent is.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
  if (form.dataset["turbo"] === "false") changed.delete(form);
});
addEventListener("turbo:submit-start", (event) => {
  if (event.target instanceof HTMLFormElement) changed.delete(event.target);
});
addEventListener("turbo:submit-end", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-draft]")) return;
  if ((event as CustomEvent<{ success: boolean }>).detail.success) return;
  changed.add(form);
  void save(form);
});
addEventListener("turbo:before-visit", saveAll);
addEventListener("pagehide", saveAll);
setInterval(saveAll, EVERY);
