/** Small words shared by the behaviours: when a page is there, what an event hit, what a form says. */

/** Runs `set` for the page shown now and for each one Turbo shows later, also after a form came back with errors. */
export function onPage(set: () => void): void {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", set, { once: true });
  else set();
  addEventListener("turbo:render", set);
}

/** The nearest element around an event's target that matches, or nothing. */
export function hit<T extends Element = HTMLElement>(event: Event, selector: string): T | null {
  return event.target instanceof Element ? event.target.closest<T>(selector) : null;
}

/** Every element in the page that matches. */
export function all<T extends Element = HTMLElement>(selector: string): T[] {
  return [...document.querySelectorAll<T>(selector)];
}

/** Whether what has focus takes typed characters. */
export function isTyping(): boolean {
  return Boolean(document.activeElement?.closest("input, textarea, select, [contenteditable]"));
}

/** A form's words as the browser would post them, without files. */
export function posted(data: FormData): URLSearchParams {
  const words = new URLSearchParams();
  for (const [name, value] of data) if (typeof value === "string") words.append(name, value);
  return words;
}
