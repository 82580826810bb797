/**
 * A button shows that its form is on the way: a spinner, the word in `data-busy`, the width kept.
 *
 * It is not disabled, which would drop its name and value from the form; a second press is ignored.
 * A form with `data-file` brings a file: its page stays and nothing tells when the file has come, so its button is left
 * alone.
 */
import { hit } from "./page";

const words = new WeakMap<HTMLElement, Node[]>();

function start(button: HTMLElement): void {
  const width = button.getBoundingClientRect().width;
  button.style.minInlineSize = `${width}px`;
  button.setAttribute("aria-busy", "true");
  const label = button.dataset["busy"];
  if (!label) return;
  words.set(button, [...button.childNodes]);
  button.replaceChildren(label);
}

function stop(button: HTMLElement): void {
  button.removeAttribute("aria-busy");
  button.style.minInlineSize = "";
  const before = words.get(button);
  if (before) button.replaceChildren(...before);
  words.delete(button);
}

addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.classList.contains("btn") || button.closest("form[method=dialog], form[data-file]")) return;
  if (button.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // After the browser has read the form, so that the pressed button's value is still sent.
  setTimeout(() => start(button));
}, { capture: true });

addEventListener("turbo:submit-end", (event) => {
  const form = hit<HTMLFormElement>(event, "form");
  form?.querySelectorAll<HTMLElement>(".btn[aria-busy='true']").forEach(stop);
});

// A page shown again from the browser's memory must not look as if it were still sending.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll<HTMLElement>(".btn[aria-busy='true']").forEach(stop);
});
