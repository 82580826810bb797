/**
 * The look changes at once; the form behind it still tells the server, which sets it on every page.
 *
 * Buttons named `theme` in a form with `data-theme-switch`; "system" follows the device.
 */
import { posted } from "./page";

addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-switch]") || !(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { theme } = document.documentElement.dataset;
  const show = (value: string | undefined): void => {
    if (!value || value === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = value;
    for (const each of form.querySelectorAll("button")) each.ariaPressed = String(each.value === (value ?? "system"));
  };
  const body = posted(new FormData(form, button));
  show(button.value);
  fetch(form.action, { method: "POST", body }).then((answer) => { if (!answer.ok) show(theme); }, () => show(theme));
}, { capture: true });
