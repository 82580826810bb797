/**
 * `/` and Ctrl K go to the search box, unless the person is typing or has turned single keys off.
 *
 * Where the bar has no room for the box, its link is followed instead.
 */
import { isTyping } from "./page";

addEventListener("keydown", (event) => {
  const combined = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k";
  const single = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping()
    && document.documentElement.dataset["keys"] !== "off";
  if (!combined && !single) return;
  const box = document.querySelector<HTMLInputElement>("input[data-search]");
  const link = document.querySelector<HTMLAnchorElement>("a[data-search]");
  if (box?.checkVisibility()) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (link?.checkVisibility()) {
    event.preventDefault();
    link.click();
  }
});
