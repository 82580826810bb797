/**
 * After too many tries, the way on opens by itself: `data-wait` counts its seconds down.
 *
 * The link is only marked as not yet usable by this script, so without scripts it can be pressed at any time.
 */
import { all, hit, onPage } from "./page";

onPage(() => {
  for (const link of all("[data-wait]")) {
    const seconds = Number(link.dataset["wait"]);
    link.removeAttribute("data-wait");
    if (!(seconds > 0)) continue;
    link.setAttribute("aria-disabled", "true");
    const hint = document.getElementById(link.getAttribute("aria-describedby") ?? "");
    if (hint) hint.hidden = false;
    setTimeout(() => {
      link.removeAttribute("aria-disabled");
      if (hint) hint.hidden = true;
    }, seconds * 1000);
  }
});

addEventListener("click", (event) => { if (hit(event, "a[aria-disabled=true]")) event.preventDefault(); }, { capture: true });
