// Scanners open what a letter links to before whoever it is for, and some press and send all they find there. They get
// in nowhere and use nothing up: Tom still signs in by his link, and Tess still takes her invitation up.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Portal, signOut } from "./portal.mjs";

let portal;
before(async () => (portal = await Portal.open()));
after(async () => portal?.close());

/** Asks, and asks again after a moment where all of this machine have asked for too much. */
async function unhurried(ask) {
  for (;;) {
    const answer = await ask();
    if (answer.status() !== 429) return answer;
    await new Promise((done) => setTimeout(done, 2000));
  }
}

/** Presses one of a page's buttons, if it is to be seen. */
async function press(page, address, number) {
  const opened = await page.goto(address);
  const button = page.locator("button:enabled").nth(number);
  if (!opened.ok() || !(await button.isVisible())) return opened;
  const sends = await button.evaluate((button) => button.type === "submit");
  const answered = sends ? page.waitForResponse((answer) => answer.request().method() === "POST") : opened;
  const [answer] = await Promise.all([answered, button.click()]);
  return answer;
}

/** Sends one of a page's forms as it stands, whatever its button or a script would say to that. */
async function send(page, address, number) {
  const opened = await page.goto(address);
  if (!opened.ok()) return opened;
  const answered = page.waitForResponse((answer) => answer.request().isNavigationRequest());
  const submit = (number) => HTMLFormElement.prototype.submit.call(document.forms[number]);
  const [answer] = await Promise.all([answered, page.waitForEvent("load"), page.evaluate(submit, number)]);
  return answer;
}

/** One scanner looks at all links of a letter; with scripts it presses each button and sends each form behind them. */
async function scan(links, scripts) {
  const page = await portal.visitor({ scripts });
  const context = page.context();
  const unasked = /\.(css|ico|png|svg|webp|woff2?)$/;
  await context.route((url) => unasked.test(url.pathname), (route) => route.abort());
  // In a window of its own, where nothing from before is still on its way.
  const inItsOwn = (act) => unhurried(async () => act(await context.newPage()));
  let pressed = 0;
  for (const link of links) {
    assert.equal((await unhurried(() => page.request.head(link))).status(), 200);
    assert.equal((await unhurried(() => page.goto(link))).status(), 200, "nothing before has used it up");
    if (!scripts) continue;
    const [buttons, forms] = [await page.locator("button:enabled").count(), await page.locator("form").count()];
    for (let number = 0; number < buttons; number++) await inItsOwn((page) => press(page, link, number));
    for (let number = 0; number < forms; number++) await inItsOwn((page) => send(page, link, number));
    pressed += buttons + forms;
  }
  assert.ok(!scripts || pressed > 0, "there is something to press");
  await unhurried(() => page.goto("/me/sign-in"));
  assert.match(new URL(page.url()).pathname, /^\/sign-in/, "it is in nowhere");
  await context.close();
}

async function twentyScan(links) {
  for (let scanner = 0; scanner < 20; scanner++) await scan(links, scanner % 2 === 0);
  // Until the network may ask as often as ever.
  await new Promise((done) => setTimeout(done, 5000));
}

/** The link in the newest letter that leads to a page below this path. */
async function letterLink(path) {
  const reader = await portal.visitor();
  for (let tries = 0; tries < 50; tries++) {
    await reader.goto("/outbox");
    const link = reader.locator("details.panel").first().locator(`a[href^='${path}']`).first();
    if ((await link.count()) > 0) return link.getAttribute("href");
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("The letter is not in the outbox");
}

async function takesUp(page, invitation, name) {
  await page.goto(invitation);
  await page.getByLabel("Your name").fill(name);
  await page.locator("main form[action$='/acceptance'] button[type=submit]").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
}

test("twenty scanners go through Tom's letter, and he signs in by its link", async () => {
  const tom = await portal.visitor();
  await takesUp(tom, portal.run("staff", "invite", "tom@harrow.example"), "Tom Harker");
  await tom.goto("/me/sign-in");
  await signOut(tom);
  await tom.goto("/sign-in");
  await tom.getByLabel(/e-?mail/i).first().fill("tom@harrow.example");
  await tom.locator("main button[type=submit]").first().click();
  await tom.waitForSelector("input[name=code]");
  const link = await letterLink("/sign-in/link/");
  await twentyScan([link, `${link}/refusal`]);

  await tom.goto(link);
  await tom.locator("main button[type=submit]").first().click();
  await tom.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await tom.goto("/me/sign-in");
  assert.match(await tom.textContent("main"), /tom@harrow\.example/);
});

test("twenty scanners go through an invitation, and Tess takes it up", async () => {
  const invitation = portal.run("staff", "invite", "tess@harrow.example");
  await twentyScan([invitation, `${invitation}/refusal`]);
  const tess = await portal.visitor();
  await takesUp(tess, invitation, "Tess Moran");
  await tess.goto("/me/sign-in");
  assert.match(await tess.textContent("main"), /tess@harrow\.example/);
});
