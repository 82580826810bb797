/**
 * "2 min ago" stays true while a page is open: `<time datetime data-ago>` is worded again each half minute.
 *
 * Up to a day, in the page's language. What was older than an hour when the page came is worded by the server, by the
 * clock of its zone, and left alone.
 */
import { all } from "./page";

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [["hour", 3_600_000], ["minute", 60_000]];

function word(then: number, now: number, format: Intl.RelativeTimeFormat): string | null {
  const gone = now - then;
  if (gone < 60_000 || gone >= 86_400_000) return null;
  const [unit, size] = UNITS.find(([, size]) => gone >= size) ?? ["minute", 60_000];
  return format.format(-Math.floor(gone / size), unit);
}

/** Those that were told by their age. */
const young = new WeakSet<Element>();

setInterval(() => {
  if (document.hidden) return;
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || "en-GB", { style: "short" });
  for (const time of all<HTMLTimeElement>("time[data-ago]")) {
    const [then, now] = [Date.parse(time.dateTime), Date.now()];
    if (now - then < 3_600_000) young.add(time);
    const words = young.has(time) ? word(then, now, format) : null;
    if (words && words !== time.textContent) time.textContent = words;
  }
}, 30_000);
