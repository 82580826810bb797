/**
 * Menus are `details.menu`: Esc closes and gives focus back, a click or focus elsewhere closes.
 *
 * Only one is open at a time. Without scripts they open and close by their own summary.
 */
import { all, hit } from "./page";

const SELECTOR = "details.menu[open]";

function closeAllBut(kept: Element | null): void {
  for (const menu of all<HTMLDetailsElement>(SELECTOR)) {
    if (menu !== kept && !(kept && menu.contains(kept))) menu.open = false;
  }
}

addEventListener("click", (event) => closeAllBut(hit(event, "details.menu")));
addEventListener("focusin", (event) => closeAllBut(hit(event, "details.menu")));

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = hit<HTMLDetailsElement>(event, SELECTOR) ?? document.querySelector<HTMLDetailsElement>(SELECTOR);
  if (!menu) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector<HTMLElement>("summary")?.focus();
});

// A page kept by Turbo must not come back with a menu open.
addEventListener("turbo:before-cache", () => closeAllBut(null));
