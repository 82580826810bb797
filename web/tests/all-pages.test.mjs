// Every page there is, by the list of routes that the guard tests keep: found by following links through the demo, as
// staff, as a customer and as a stranger with the mails, and looked at one by one. A route nobody finds fails the story,
// so a new page is looked at by itself.
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { NARROW, Portal, WIDE, audit } from "./portal.mjs";

const root = new URL("../..", import.meta.url).pathname;
const PASSWORD = "mill race otterby";

/** What is no page: files, and what machines ask for. */
const NO_PAGE = /\.(csv|json|pdf|zip|css)$|^\/(healthz|readyz|metrics|assets|nowhere|)$/;
/** Addresses that only lead on to another page. */
const LEADS_ON = new Set(["/", "/password/sent", "/sign-in/code", "/sign-in/second", "/sign-in/callback", "/me/second-proof"]);
/** The door of a company that has one, and what only an app leads to: `sso.test.mjs` and `oauth.test.mjs` look at them. */
const ELSEWHERE = new Set(["/sign-in/company/{slug}", "/oauth/authorize", "/a/{account}/apps/consent"]);

const routes = readFileSync(`${root}tests/snapshots/surface.txt`, "utf8")
  .split("\n")
  .map((line) => line.match(/^GET +(\S+)/)?.[1])
  .filter((path) => path && !NO_PAGE.test(path) && !path.startsWith("/assets/") && !LEADS_ON.has(path) && !ELSEWHERE.has(path));

/** The route of an address: of those that fit the one with the most words of its own. */
function route(path) {
  const parts = path.split("/");
  const fits = (pattern) => {
    const wanted = pattern.split("/");
    return wanted.length === parts.length && wanted.every((word, at) => (word.startsWith("{") ? parts[at] !== "" : word === parts[at]));
  };
  const own = (pattern) => pattern.split("/").filter((word) => !word.startsWith("{")).length;
  return routes.filter(fits).sort((one, other) => own(other) - own(one))[0];
}

/** How often a page is looked at again for where it leads when it is narrowed by the same word. */
const NARROWED = 6;

// The pages are the same on both databases, so one of them is enough.
const options = { skip: Boolean(process.env.STORY_POSTGRES) };
let portal;
before(async () => {
  if (!options.skip) portal = await Portal.open({ PORTICO_WORDS__PSEUDO: "true" }, ["demo"]);
});
after(async () => portal?.close());

async function signedIn(email) {
  const page = await portal.visitor();
  await page.goto("/sign-in?way=password");
  await page.getByLabel(/email/i).first().fill(email);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

/** Follows links from these addresses on, and looks at the first page of each route that nobody has looked at. */
async function walk(page, from, seen) {
  const next = [...from];
  const met = new Set(next);
  const narrowed = new Map();
  const faults = [];
  page.found ??= new Set();
  while (next.length > 0) {
    const address = next.shift();
    const of = route(new URL(address, portal.url).pathname);
    // A page that was looked at may lead further when it is narrowed: to one customer's books, of whom not everybody
    // has paid; to another way in.
    const only = `${of} ${new URL(address, portal.url).search.slice(1).split("=")[0]}`;
    const times = narrowed.get(only) ?? 0;
    const again = seen.has(of) && only !== `${of} ` && times < NARROWED;
    if (!of || (seen.has(of) && !again)) continue;
    const answer = await page.goto(address);
    // It may lead on to a page of another route, which is met by itself.
    if (route(new URL(page.url()).pathname) !== of || (answer && answer.status() >= 300)) continue;
    narrowed.set(only, times + 1);
    if (!again) {
      seen.set(of, address);
      page.found.add(address);
      await audit(page, `every${of.replace(/[^a-z]+/g, "-")}`).catch((error) => faults.push(error.message));
    }
    const links = await page.$$eval("a[href]", (all) => all.map((link) => link.href));
    for (const link of links) {
      const { origin, pathname, search } = new URL(link);
      const path = `${pathname}${search}`;
      if (origin !== portal.url || met.has(path) || NO_PAGE.test(pathname)) continue;
      met.add(path);
      next.push(path);
    }
  }
  // A form that came back stands at the address it was sent to: below a page that was found.
  for (const of of routes.filter((one) => !seen.has(one))) {
    const above = seen.get(of.slice(0, of.lastIndexOf("/")));
    if (!above) continue;
    const answer = await page.goto(`${above.split("?")[0]}${of.slice(of.lastIndexOf("/"))}`);
    if (answer?.status() !== 200 || route(new URL(page.url()).pathname) !== of) continue;
    seen.set(of, page.url());
    page.found.add(page.url());
    await audit(page, `every${of.replace(/[^a-z]+/g, "-")}`).catch((error) => faults.push(error.message));
  }
  return faults;
}

/** Looks once more, in a language nobody speaks, at each page of those somebody was the first to find. */
async function translated(page, found, locale, viewport) {
  const faults = [];
  const reader = await portal.visitor({ locale, viewport, storageState: await page.context().storageState() });
  let looked = 0;
  for (const [of, address] of found) {
    const answer = await reader.goto(address);
    // A link that has been used since leads elsewhere.
    if (route(new URL(reader.url()).pathname) !== of || (answer && answer.status() >= 300)) continue;
    looked += 1;
    const { lang, over, widest } = await reader.evaluate(() => {
      const root = document.documentElement;
      const out = (box) => box.right > root.clientWidth + 1 || box.left < -1;
      const wide = [...document.querySelectorAll("body *")].filter((one) => out(one.getBoundingClientRect()));
      return { lang: root.lang, over: root.scrollWidth - root.clientWidth, widest: wide.at(-1)?.outerHTML.slice(0, 160) };
    });
    if (lang !== locale) faults.push(`${of} is written in ${lang}, not in ${locale}`);
    if (over > 0) faults.push(`${of} in ${locale} scrolls sideways by ${over} px at ${viewport.width}: ${widest}`);
  }
  faults.push(...reader.complaints.map((complaint) => `in ${locale}: ${complaint}`));
  if (looked < found.length / 2) faults.push(`only ${looked} of ${found.length} pages were there to be looked at in ${locale}`);
  await reader.context().close();
  return faults;
}

test("every page is found by its links, and is as a page must be", options, async () => {
  const seen = new Map();
  const faults = [];
  const grace = await signedIn("grace@harrow.example");
  // To the codes for its loss leads only an app that somebody has set up.
  faults.push(...(await walk(grace, ["/desk", "/me/sign-in", "/me/recovery-codes", "/nowhere"], seen)));
  const priya = await signedIn("priya@northgatewater.example");
  const home = new URL(priya.url()).pathname;
  faults.push(...(await walk(priya, [home, "/me/sign-in"], seen)));
  // What only a mail leads to.
  await priya.goto("/me/addresses/new");
  await priya.getByLabel(/email/i).fill("priya.raman@home.example");
  await priya.keyboard.press("Enter");
  await priya.waitForURL(/\/me\/sign-in/);
  const stranger = await portal.visitor();
  for (const path of ["/password", "/sign-in"]) {
    await stranger.goto(path);
    await stranger.getByLabel(/email/i).first().fill("priya@northgatewater.example");
    await stranger.keyboard.press("Enter");
    await stranger.waitForURL((url) => url.pathname !== path);
  }
  const mails = async (page) => {
    await page.goto("/outbox");
    return page.$$eval("a[href]", (all) => all.map((link) => link.getAttribute("href")).filter((href) => /\/(confirm|link|password|invitations|l)\//.test(href)));
  };
  let links = [];
  for (let tries = 0; tries < 160 && !["confirm", "link", "password", "invitations", "l"].every((kind) => links.some((link) => link.includes(`/${kind}/`))); tries++) {
    links = await mails(stranger);
    await new Promise((done) => setTimeout(done, 250));
  }
  faults.push(...(await walk(priya, links.filter((link) => link.includes("/confirm/")), seen)));
  faults.push(...(await walk(stranger, ["/sign-in", "/outbox", ...links.filter((link) => !link.includes("/confirm/"))], seen)));
  // A link to one record is opened by a button; to answer, a code is asked for.
  for (const link of links.filter((one) => /\/l\//.test(one))) {
    await stranger.goto(link);
    await stranger.getByRole("button", { name: "Open it" }).click();
    await stranger.waitForURL(/\/l\/[0-9a-f]{32}\//);
    const opened = [new URL(stranger.url()).pathname];
    const code = stranger.getByRole("button", { name: "Send me a code" });
    if ((await code.count()) > 0) {
      await code.click();
      await stranger.waitForURL(/\/code$/);
      opened.push(new URL(stranger.url()).pathname);
    }
    faults.push(...(await walk(stranger, opened, seen)));
  }
  // The same pages where words are longer, on a phone; and where people write from right to left, on a desk.
  for (const page of [grace, priya, stranger]) {
    const found = [...seen].filter(([, address]) => page.found.has(address));
    faults.push(...(await translated(page, found, "en-XA", NARROW)));
    faults.push(...(await translated(page, found, "ar-XB", WIDE)));
  }
  const missed = routes.filter((one) => !seen.has(one));
  if (missed.length > 0) faults.push(`no link leads to ${missed.join(", ")}`);
  if (faults.length > 0) throw new Error(faults.join("\n"));
});
