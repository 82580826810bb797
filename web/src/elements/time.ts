/**
 * "2 min ago" stays true while a page is open: `<time datetime data-ago>` is worded again each half minute.
 *
 * Up to a day, in the page's language; older times are worded by the server and left alone.
 */
import { all } from "./page";

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [["hour", 3_600_000], ["minute", 60_000]];

function word(then: number, now: number, format: Intl.RelativeTimeFormat): string | null {
  const gone = now - then;
  if (gone < 60_000 || gone >= 86_400_000) return null;
  const [unit, size] = UNITS.find(([, size]) => gone >= size) ?? ["minute", 60_000];
  return format.format(-Math.floor(gone / size), unit);
}

setInterval(() => {
  if (document.hidden) return;
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || "en-GB", { style: "short" });
  for (const time of all<HTMLTimeElement>("time[data-ago]")) {
    const words = word(Date.parse(time.dateTime), Date.now(), format);
    if (words && words !== time.textContent) time.textContent = words;
  }
}, 30_000);
