// A question and its answer: a customer asks about an invoice, staff answer, the customer closes; with scripts and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NARROW, Portal, WIDE, audit } from "./portal.mjs";

const root = new URL("../..", import.meta.url).pathname;
const PASSWORD = "otter vale pump gasket";
let portal;
before(async () => {
  portal = await Portal.open();
  portal.run("import", `${root}blueprints/wholesale/demo-ledger.toml`, `${root}blueprints/wholesale/sample/demo_invoices.csv`);
});
after(async () => portal?.close());

async function joins(page, link, name, door) {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => url.pathname.startsWith(door));
}

async function customer(email, options) {
  const page = await portal.visitor(options);
  await joins(page, portal.run("customer", "invite", "NWS-0142", email), "Priya Nair", "/a/");
  page.door = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
  return page;
}

async function staff(email, options) {
  const page = await portal.visitor(options);
  await joins(page, portal.run("staff", "invite", email), "Tom Harker", "/desk");
  return page;
}

/** What a picture and a check of the page is called; without scripts there is nothing to check that was not before. */
async function looks(page, name, options) {
  if (options.scripts) await audit(page, name);
}

for (const options of [{ viewport: WIDE, scripts: true }, { viewport: NARROW, scripts: false }]) {
  const how = options.scripts ? "with scripts" : "without scripts, on a phone";
  const tag = options.scripts ? "1" : "2";

  test(`a customer asks about an invoice, staff answer, the customer closes it: ${how}`, async () => {
    const priya = await customer(`priya${tag}@northgate.example`, options);
    const tom = await staff(`tom${tag}@harrow.example`, options);

    await priya.goto(`${priya.door}/cases`);
    if (options.scripts) assert.match(await priya.textContent("main"), /You have not asked/);
    await looks(priya, "cases-none", options);

    // From a line of an invoice.
    await priya.goto(`${priya.door}/invoices?view=all&words=INV-20402`);
    await priya.getByRole("link", { name: "INV-20402" }).first().click();
    await priya.waitForSelector("h1:has-text('INV-20402')");
    await priya.getByRole("link", { name: /^Question this line/ }).first().click();
    await priya.waitForSelector("figure.quoted");
    assert.match(await priya.textContent("figure.quoted"), /£128.50/);
    await looks(priya, "case-new", options);
    await priya.getByLabel("What is it about?").fill("");
    await priya.getByRole("button", { name: /Send to/ }).click();
    await priya.waitForSelector(".errsum");
    assert.match(await priya.title(), /^Error:/);
    await looks(priya, "case-new-errors", options);
    assert.match(await priya.textContent("figure.quoted"), /INV-20402/, "the record is still quoted");
    await priya.getByLabel("What is it about?").fill(`Price of the diaphragm kits ${tag}`);
    await priya.getByLabel("What do you need?").fill("The quote had these at £118.00 each.\n\nCan you check which price is right?");
    await priya.getByRole("button", { name: /Send to/ }).click();
    await priya.waitForURL(/\/cases\/[0-9a-f]{32}$/);
    await priya.waitForSelector("h1:has-text('Price of the diaphragm kits')");
    assert.match(await priya.textContent("main"), /INV-20402/);
    const number = (await priya.textContent("main")).match(/T-\d+/)[0];
    const own = new URL(priya.url()).pathname;
    await looks(priya, "case-asked", options);

    await tom.goto("/desk/cases");
    await looks(tom, "desk-cases", options);
    await tom.getByRole("link", { name: `Price of the diaphragm kits ${tag}` }).click();
    await tom.waitForURL(/\/desk\/cases\/[0-9a-f]{32}$/);
    await tom.waitForSelector("h1:has-text('Price of the diaphragm kits')");
    const figures = async (page) => (await page.locator("figure.quoted dl").innerText()).replace(/\s+/g, " ");
    assert.equal(await figures(tom), await figures(priya), "both see the same figures");
    await looks(tom, "desk-case", options);
    await tom.getByLabel(/^Reply to/).last().fill("You are right. I have credited the difference.");
    await tom.getByRole("button", { name: "Send reply" }).click();
    await tom.waitForSelector(".msg:has-text('You are right')");
    // Read again, so that the toast does not lie over what gets the focus.
    await tom.goto(tom.url());
    await looks(tom, "desk-case-answered", options);

    await priya.goto(`${priya.door}/cases`);
    assert.match(await priya.textContent("main"), /Your turn/);
    await looks(priya, "cases", options);
    await priya.goto(own);
    await priya.waitForSelector(".msg-ask:has-text('You are right')");
    await looks(priya, "case-your-turn", options);
    await priya.getByRole("button", { name: "Close ticket" }).click();
    await priya.waitForSelector(".ev:has-text('Closed by you')");
    await looks(priya, "case-closed", options);
    await priya.locator(".ev").getByRole("button", { name: "Undo" }).click();
    await priya.waitForSelector(".composer:has-text('Send reply')");
    assert.match(await priya.textContent("main"), /Your turn/, "it stands as it did");
    await priya.getByRole("button", { name: "Close ticket" }).click();
    await priya.waitForSelector(".ev:has-text('Closed by you')");
    await priya.getByLabel(/What is left to do/).fill("The credit has not come.");
    await priya.getByRole("button", { name: "Reopen ticket" }).click();
    await priya.waitForSelector(".msg:has-text('The credit has not come')");
    await priya.goto(`${priya.door}/cases?words=${number}&view=all`);
    assert.match(await priya.textContent("main"), new RegExp(number));
    await priya.goto(`${priya.door}/cases?words=nothing-like-it&view=all`);
    assert.match(await priya.textContent("main"), /No ticket matches/);
    await looks(priya, "cases-none-found", options);
    assert.equal((await priya.goto(`/desk${own.slice(priya.door.length)}`)).status(), 404, "the desk is not hers");
  });
}
