/**
 * A toast is read out once, leaves after ten seconds, and stays while pointed at or focused.
 *
 * It is never the only copy of what it says, so it may go; without scripts it stays until the next page.
 */
import { all, onPage } from "./page";

const STAYS = 10_000;

function live(toast: HTMLElement): void {
  toast.dataset["live"] = "";
  // Screen readers announce what changes inside a status, not what was there when the page came.
  const words = toast.querySelector("[data-words]");
  const text = words?.textContent ?? "";
  if (words) {
    words.textContent = "";
    setTimeout(() => { words.textContent = text; }, 100);
  }
  const held = (): boolean => toast.matches(":hover, :focus-within");
  const leave = (): void => { if (held()) setTimeout(leave, 2000); else toast.remove(); };
  setTimeout(leave, STAYS);
}

onPage(() => all(".toast:not([data-live])").forEach(live));
addEventListener("turbo:before-cache", () => all(".toast").forEach((toast) => toast.remove()));
