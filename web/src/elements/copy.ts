/**
 * A button beside a reference copies it: `data-copy` holds the text, `data-copied` what is said after.
 *
 * The button stays hidden without a clipboard; the reference itself can be selected by hand.
 */
import { all, hit, onPage } from "./page";

onPage(() => {
  if (navigator.clipboard) all("button[data-copy]").forEach((button) => { button.hidden = false; });
});

addEventListener("click", async (event) => {
  const button = hit<HTMLButtonElement>(event, "button[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "xs muted";
  button.parentElement?.querySelector("[role=status]")?.remove();
  button.after(said);
  said.textContent = button.dataset["copied"] ?? "";
  setTimeout(() => said.remove(), 4000);
});
