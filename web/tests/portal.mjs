// A portal of its own for a story: the real program on an empty database, and a browser in front of it.
import { spawn, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";

const root = new URL("../..", import.meta.url).pathname;
export const program = process.env.STORY_PROGRAM ?? join(root, "target/debug/portico");
const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export function launch() {
  return chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

export class Portal {
  static async open(environment = {}, words = ["serve"]) {
    const portal = new Portal();
    portal.folder = mkdtempSync(join(tmpdir(), "portico-story-"));
    const port = await freePort();
    portal.url = `http://localhost:${port}`;
    portal.environment = {
      PATH: process.env.PATH,
      PORTICO_DATA: portal.folder,
      PORTICO_LISTEN: `127.0.0.1:${port}`,
      PORTICO_BASE_URL: portal.url,
      PORTICO_LOG__FILTER: "warn",
      ...environment,
    };
    if (process.env.STORY_POSTGRES) {
      const create = [join(root, "scripts/postgres.sh"), "create", process.env.STORY_POSTGRES];
      portal.environment.PORTICO_DATABASE = execFileSync("bash", create, { encoding: "utf8" }).trim();
    }
    portal.run("db", "migrate");
    portal.server = spawn(program, words, { cwd: portal.folder, env: portal.environment, stdio: ["ignore", "pipe", "pipe"] });
    portal.log = "";
    for (const stream of [portal.server.stdout, portal.server.stderr]) stream.on("data", (data) => (portal.log += data));
    try {
      await portal.ready();
      portal.browser = await launch();
    } catch (error) {
      // A server left behind would keep the tests from ever ending.
      await portal.close();
      throw error;
    }
    return portal;
  }

  /** Waits until the portal answers. */
  async ready() {
    for (let tries = 0; ; tries++) {
      if (this.server.exitCode !== null || tries > 1200) throw new Error(`The portal did not open:\n${this.log}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  /** Runs a command of the program and gives what it printed. */
  run(...words) {
    return execFileSync(program, words, { cwd: this.folder, env: this.environment, encoding: "utf8" }).trim();
  }

  /** A browser of somebody's own: no cookies, and every complaint of the page is a failure of the story. */
  async visitor(options = {}) {
    const { viewport = WIDE, dark = false, scripts = true, locale = "en-GB", storageState } = options;
    const context = await this.browser.newContext({
      viewport,
      colorScheme: dark ? "dark" : "light",
      javaScriptEnabled: scripts,
      baseURL: this.url,
      locale,
      storageState,
    });
    const page = await context.newPage();
    page.complaints = [];
    page.on("pageerror", (error) => page.complaints.push(String(error)));
    page.on("console", (message) => {
      const expected = /status of (401|403|404|409|410|413|422|429)/.test(message.text());
      if (message.type() === "error" && !expected) page.complaints.push(message.text());
    });
    return page;
  }

  async close() {
    await this.browser?.close();
    this.server.kill("SIGTERM");
    await new Promise((done) => (this.server.exitCode !== null ? done() : this.server.once("exit", done)));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard"] });

/** What is not valid in a page, a line each. */
export async function invalid(html, name) {
  const report = await validator.validateString(html, name);
  return report.results.flatMap((result) => result.messages.map(({ line, message, ruleId }) => `${name}, line ${line}: ${message} (${ruleId})`));
}

/** Goes through a page by Tab, as it is on a screen of this size, and tells what gets the focus where nobody sees it. */
export async function hidden(page, viewport) {
  await page.setViewportSize(viewport);
  await page.evaluate(() => {
    window.scrollTo(0, 0);
    document.activeElement?.blur();
  });
  const faults = [];
  const met = new Set();
  for (let stops = 0; stops < 400; stops++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return null;
      window.stops ??= new Map();
      if (!window.stops.has(focused)) window.stops.set(focused, window.stops.size);
      // A box that is drawn by its label is seen where its label is.
      const box = focused.getBoundingClientRect();
      const shown = (box.width < 4 || box.height < 4) && focused.labels?.length ? focused.labels[0] : focused;
      // A link over several lines has a box for each; the largest stands for it.
      const boxes = [...shown.getClientRects()].sort((one, other) => other.width * other.height - one.width * one.height);
      const { left, top, right, bottom } = boxes[0] ?? shown.getBoundingClientRect();
      const [l, r] = [Math.max(left, 0), Math.min(right, innerWidth)];
      // Of a box for many lines, a browser brings the line with the caret into sight, not the whole box.
      const end = focused instanceof HTMLTextAreaElement ? top + 2 * parseFloat(getComputedStyle(focused).lineHeight) : bottom;
      const [t, b] = [Math.max(top, 0), Math.min(end, innerHeight)];
      const points = [];
      for (const x of [0.5, 0.1, 0.9]) for (const y of [0.5, 0.15, 0.85]) points.push([l + (r - l) * x, t + (b - t) * y]);
      const hits = ([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top !== null && (shown.contains(top) || top.contains(shown));
      };
      const visible = r > l && b > t && points.every(hits);
      return { number: window.stops.get(focused), visible, html: focused.outerHTML.slice(0, 120) };
    });
    if (stop === null || met.has(stop.number)) break;
    met.add(stop.number);
    if (!stop.visible) faults.push(`the focus is hidden at ${viewport.width} on ${stop.html}`);
  }
  await page.evaluate(() => delete window.stops);
  return faults;
}

/** What runs in a page to find barriers in it. */
const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
/** In the dark a page differs by its colours, and by nothing else that axe looks at. */
const AXE_RULES = {
  light: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  dark: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
};

/** What a page must be, whatever it shows: valid, no barrier that axe can find, the focus always seen, nothing that
    scrolls sideways, no complaint. */
export async function audit(page, name) {
  const faults = [];
  // The pages are the same on both databases, so those of one are looked at closely.
  if (process.env.STORY_POSTGRES) {
    const complaints = page.complaints.splice(0);
    if (complaints.length > 0) throw new Error(complaints.map((complaint) => `${name}: ${complaint}`).join("\n"));
    return;
  }
  const source = await page.evaluate(() => fetch(location.href, { headers: { accept: "text/html" } }).then((answer) => answer.text())).catch(() => null);
  // Without scripts nobody can fetch; the same page is looked at with them.
  if (source?.startsWith("<!doctype")) faults.push(...(await invalid(source, name)));
  await page.evaluate(AXE);
  for (const scheme of ["light", "dark"]) {
    // A colour that is on its way to another one is not the page's.
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const viewport of [WIDE, NARROW]) {
      // Tall enough that the sticky bars lie over nothing: what they cover here, one scrolls into view.
      await page.setViewportSize(viewport);
      const tall = await page.evaluate(() => document.documentElement.scrollHeight + 300);
      await page.setViewportSize({ ...viewport, height: Math.max(3000, tall) });
      if (process.env.STORY_PICTURES) {
        const file = join(process.env.STORY_PICTURES, `${name}-${viewport.width}-${scheme}.png`);
        await page.screenshot({ path: file, fullPage: true });
      }
      // The way past the menu lies over the bar while it has the focus; `hidden` goes through what gets it.
      await page.evaluate(() => document.activeElement?.blur());
      const violations = await page.evaluate((runOnly) => axe.run({ runOnly }).then((found) => found.violations), AXE_RULES[scheme]);
      for (const violation of violations) {
        faults.push(`${name} at ${viewport.width} ${scheme}: ${violation.id}: ${violation.nodes.map((node) => `${node.html} (${node.failureSummary}; ${node.any.flatMap((check) => check.relatedNodes).map((other) => other.html.slice(0, 120)).join(", ")})`).join(" | ")}`);
      }
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  for (const viewport of [WIDE, NARROW]) {
    faults.push(...(await hidden(page, viewport)).map((fault) => `${name}: ${fault}`));
  }
  await page.setViewportSize({ width: 320, height: 700 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 0) faults.push(`${name}: scrolls sideways by ${overflow} px at 320`);
  faults.push(...page.complaints.splice(0).map((complaint) => `${name}: ${complaint}`));
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: "light" });
  if (faults.length > 0) throw new Error(faults.join("\n"));
}

/** Signs out by the menu of the person. */
export async function signOut(page) {
  const button = page.locator("form[action='/sign-out'] button").first();
  if (!(await button.isVisible())) await page.locator("summary", { has: page.locator("text=/Tom|TH/") }).first().click();
  await button.click();
  await page.waitForURL((url) => url.pathname.startsWith("/sign-in"));
}
