// The whole story, as one goes through it: staff import the books and invite; the customer takes it up, finds an invoice
// by its number and by a product, opens it, downloads both files, goes to its order and questions a line; staff answer;
// the customer sees it. At a desk and on a phone, with scripts and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NARROW, Portal, WIDE } from "./portal.mjs";

const root = new URL("../..", import.meta.url).pathname;
const PASSWORD = "otter vale pump gasket";
let portal;
before(async () => {
  portal = await Portal.open();
  for (const file of ["customers", "orders", "invoices"]) {
    const done = portal.run("import", `${root}blueprints/harrow/${file}.toml`, `${root}web/tests/books/${file}.csv`);
    assert.match(done, /2 documents created, .* 0 quarantined/, file);
  }
});
after(async () => portal?.close());

async function takeUp(page, link, name) {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
}

/** The way in that a mail to somebody holds; it leaves ten seconds after the invitation, so that it can be stopped. */
async function wayIn(page, address) {
  for (let tries = 0; tries < 120; tries++) {
    await page.goto("/outbox");
    const mail = page.locator("details.panel").filter({ hasText: address }).first();
    if ((await mail.count()) > 0) return mail.locator("a[href*='/invitations/']").first().getAttribute("href");
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error(`No mail to ${address} left`);
}

const ways = [WIDE, NARROW].flatMap((viewport) => [true, false].map((scripts) => ({ viewport, scripts })));
for (const [number, options] of ways.entries()) {
  const how = `at ${options.viewport.width} px, scripts ${options.scripts ? "on" : "off"}`;

  test(`from the import to the answer, ${how}`, async () => {
    const tom = await portal.visitor(options);
    await takeUp(tom, portal.run("staff", "invite", `tom${number}@harrow.example`), "Tom Ellery");
    await tom.goto("/desk/imports");
    assert.match(await tom.textContent("main"), /harrow-invoices/);

    await tom.goto("/desk/customers?words=NWS-0142");
    await tom.locator("main a:has-text('Northgate Water')").first().click();
    await tom.waitForURL(/\/desk\/customers\/[0-9a-f]+$/);
    await tom.getByRole("link", { name: "Invite", exact: true }).first().click();
    await tom.waitForURL(/\/invite$/);
    const address = `priya${number}@northgate.example`;
    await tom.locator("input[name=email]").fill(address);
    await tom.locator("input[name=role][value=admin]").check();
    await tom.getByRole("button", { name: "Send the invitation" }).click();
    await tom.waitForURL(/\/desk\/customers\/[0-9a-f]+$/);

    const priya = await portal.visitor(options);
    await takeUp(priya, await wayIn(tom, address), "Priya Raman");
    await priya.waitForURL(/\/a\/[0-9a-f]+$/);
    const home = new URL(priya.url()).pathname;

    for (const words of ["INV-20418", "Pulsation damper"]) {
      await priya.goto(`${home}/invoices?view=all&words=${encodeURIComponent(words)}`);
      const found = await priya.textContent("main");
      assert.match(found, /INV-20418/, words);
      assert.doesNotMatch(found, /INV-20419/, "another customer's invoice");
    }
    await priya.locator("main a:has-text('INV-20418')").first().click();
    await priya.waitForSelector("h1:has-text('INV-20418')");
    const invoice = new URL(priya.url()).pathname;
    for (const ending of ["invoice.pdf", "lines.csv"]) {
      const href = await priya.locator(`main a[href$='${ending}']`).first().getAttribute("href");
      const file = await priya.request.get(href);
      assert.equal(file.status(), 200, ending);
      const start = (await file.body()).subarray(0, 4).toString("latin1");
      assert.ok(ending.endsWith("pdf") ? start === "%PDF" : start.length === 4, ending);
    }
    await priya.locator("main a[href*='/orders/']").first().click();
    await priya.waitForSelector("h1:has-text('SO-77041')");
    assert.match(await priya.textContent("main"), /Ryedale depot/);

    await priya.goto(invoice);
    await priya.locator("main tr:has-text('Diaphragm kit')").getByRole("link", { name: /question this line/i }).click();
    await priya.waitForURL(/\/cases\/new/);
    assert.match(await priya.textContent("main"), /128\.50/);
    const subject = `Price of the diaphragm kits, ${number}`;
    await priya.locator("main [name=subject]").fill(subject);
    await priya.locator("main [name=body]").fill("Our agreement says £116.00 for the DK-40.");
    await priya.locator("main form:has([name=subject]) button[type=submit]").last().click();
    await priya.waitForURL(/\/cases\/[0-9a-f]{32}$/);
    const asked = new URL(priya.url()).pathname;

    await tom.goto("/desk");
    await tom.goto("/desk/cases");
    await tom.getByRole("link", { name: subject }).first().click();
    await tom.waitForURL(/\/desk\/cases\/[0-9a-f]{32}$/);
    assert.match(await tom.textContent("main"), /128\.50/, "the desk sees the same figure");
    await tom.getByLabel(/^Reply to/).last().fill("You are right. £50.00 comes back as a credit note.");
    await tom.getByRole("button", { name: "Send reply" }).click();
    await tom.waitForSelector(".msg:has-text('comes back as a credit note')");

    await priya.goto(home);
    assert.match(await priya.textContent("main"), new RegExp(subject), "home says that it is her turn");
    await priya.goto(asked);
    assert.match(await priya.textContent("main"), /comes back as a credit note/);
    assert.deepEqual([...priya.complaints, ...tom.complaints], []);
  });
}
