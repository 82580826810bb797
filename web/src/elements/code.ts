/**
 * A six-digit code typed or pasted in any shape reads as two groups of three: `418 207`.
 *
 * One box, so that paste, autofill from a message and screen readers work as everywhere else.
 * The server ignores spaces, so nothing depends on this.
 */
import { hit } from "./page";

addEventListener("input", (event) => {
  const box = hit<HTMLInputElement>(event, "input[data-code]");
  if (!box || (event as InputEvent).isComposing) return;
  const caret = box.selectionStart ?? box.value.length;
  const before = box.value.slice(0, caret).replace(/\D/g, "").length;
  const digits = box.value.replace(/\D/g, "").slice(0, 6);
  const grouped = digits.length > 3 ? `${digits.slice(0, 3)} ${digits.slice(3)}` : digits;
  if (grouped === box.value) return;
  box.value = grouped;
  const place = before > 3 ? before + 1 : before;
  box.setSelectionRange(place, place);
});
