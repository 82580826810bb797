/**
 * Opens native dialogs: `data-opens="id"` on a link or button shows `dialog#id[data-modal]`.
 *
 * The browser traps focus, makes the rest inert and closes on Esc; focus goes back to what opened it.
 * Without scripts the link leads to a page of its own that does the same.
 */
import { all, hit, onPage } from "./page";

const opener = new WeakMap<HTMLDialogElement, HTMLElement>();

function open(dialog: HTMLDialogElement, by?: HTMLElement): void {
  if (dialog.open) return;
  if (by) opener.set(dialog, by);
  dialog.showModal();
}

addEventListener("click", (event) => {
  const by = hit(event, "[data-opens]");
  const dialog = by && document.getElementById(by.dataset["opens"] ?? "");
  if (by && dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    open(dialog, by);
    return;
  }
  // A press on the backdrop lands on the dialog itself, outside its box.
  const target = event.target;
  if (!(target instanceof HTMLDialogElement) || !target.matches("[data-modal]")) return;
  const box = target.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) target.close();
});

addEventListener("close", (event) => {
  if (event.target instanceof HTMLDialogElement) opener.get(event.target)?.focus();
}, { capture: true });

// A form inside came back with errors: the server marks its dialog, and it is shown again.
onPage(() => all<HTMLDialogElement>("dialog[data-modal=open]").forEach((dialog) => open(dialog)));
