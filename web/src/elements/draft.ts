/**
 * Keeps what is being typed: a form with `data-draft="/address"` posts its fields there.
 *
 * Every five seconds while something changed, when it could not be sent, and when the page goes away; a file once, when it
 * was chosen, unless it is too large. Never passwords. The form says so in `[data-draft-state]`, with the words it carries.
 */
import { posted } from "./page";

const EVERY = 5000;
/** Browsers send no more than 64 KiB in requests that outlive their page. */
const OUTLIVES = 60_000;
/** Larger files are not kept, in bytes. */
const LARGEST = 1_200_000;
/** Which of the files that are kept already go along with the form; not with what is kept. */
const KEPT = "_kept";
const changed = new Set<HTMLFormElement>();
/** Those in which a file was chosen that is not kept yet. */
const chosen = new Set<HTMLFormElement>();

function typed(form: HTMLFormElement): FormData {
  const words = new FormData(form);
  words.delete(KEPT);
  for (const secret of form.querySelectorAll<HTMLInputElement>("input[type=password]")) words.delete(secret.name);
  return words;
}

function fits(words: FormData): boolean {
  let size = 0;
  for (const value of words.values()) size += typeof value === "string" ? value.length : value.size;
  return size <= LARGEST;
}

function say(form: HTMLFormElement, what: "saved" | "failed"): void {
  const state = form.querySelector<HTMLElement>("[data-draft-state]");
  if (state) state.textContent = state.dataset[what] ?? "";
}

async function save(form: HTMLFormElement): Promise<void> {
  const to = form.dataset["draft"];
  if (!to || !changed.delete(form)) return;
  const words = typed(form);
  const whole = chosen.delete(form) && fits(words);
  try {
    const body = whole ? words : posted(words);
    const answer = await fetch(to, { method: "POST", body, keepalive: !whole && body.toString().length < OUTLIVES });
    say(form, answer.ok ? "saved" : "failed");
  } catch {
    changed.add(form);
    if (whole) chosen.add(form);
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
  if (!(target instanceof HTMLElement) || target.matches("input[type=password]")) return;
  const form = target.closest<HTMLFormElement>("form[data-draft]");
  if (!form) return;
  changed.add(form);
  if (target.matches("input[type=file]")) chosen.add(form);
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
