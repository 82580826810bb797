/**
 * A form with `data-auto` sends itself when a choice in it changes; its button is then not needed.
 *
 * Typed words wait for Enter: a list that changes under the typing hand is hard to follow.
 */
import { all, hit, onPage } from "./page";

onPage(() => all("form[data-auto] [data-auto-hide]").forEach((button) => { button.hidden = true; }));

addEventListener("change", (event) => {
  const form = hit<HTMLFormElement>(event, "form[data-auto]");
  if (form && event.target instanceof Element && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
});
