// Home, and the records at the desk: where people arrive, what waits for them, and what staff see of a customer's books.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Portal, audit } from "./portal.mjs";

const root = new URL("../..", import.meta.url).pathname;
const PASSWORD = "otter vale pump gasket";
let portal;
before(async () => {
  portal = await Portal.open();
  const sample = (mapping, ...files) =>
    portal.run("import", `${root}blueprints/wholesale/${mapping}.toml`, ...files.map((file) => `${root}blueprints/wholesale/sample/${file}`));
  sample("demo-ledger", "demo_invoices.csv");
  sample("demo-receipts", "demo_receipts.csv");
  sample("online-retail-ii", "online_retail_ii_sample.csv");
});
after(async () => portal?.close());

async function arrives(invitation, name) {
  const page = await portal.visitor();
  await page.goto(invitation);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
  return page;
}

const door = (page) => new URL(page.url()).pathname.split("/").slice(0, 3).join("/");

test("a customer arrives at what waits for them, and opens the first of it", async () => {
  const page = await arrives(portal.run("customer", "invite", "NWS-0142", "priya@northgate.example"), "Priya Nair");
  await page.goto(door(page));
  await page.waitForSelector("h2:has-text('Needs your attention')");
  await audit(page, "home");
  const quick = page.getByRole("navigation", { name: "Quick actions" });
  assert.deepEqual(await quick.getByRole("link").allTextContents(), ["Raise a request", "Invite a colleague"]);
  assert.equal(await page.getByRole("heading", { name: "Balance", exact: true }).count(), 1);
  assert.equal(await page.getByText(/good (morning|afternoon)|welcome/i).count(), 0, "home greets nobody");
  await page.getByRole("link", { name: /^Invoice .* to pay$/ }).first().click();
  await page.waitForURL(/\/invoices\/[0-9a-f]{32}$/);
  await page.goBack();
  await page.getByRole("link", { name: "Go to Invoices" }).first().click();
  await page.waitForURL(/\/invoices$/);
});

test("where nothing has happened of late, home says what will be here and leads on", async () => {
  const page = await arrives(portal.run("customer", "invite", "13085", "ben@retail.example"), "Ben Carter");
  await page.goto(door(page));
  await page.waitForSelector("h2:has-text('What you can do now')");
  await audit(page, "home-empty");
  await page.locator("main").getByRole("link", { name: "Orders" }).click();
  await page.waitForURL(/\/orders$/);
});

test("staff find an invoice by its number, and read one customer's books", async () => {
  const page = await arrives(portal.run("staff", "invite", "tom@harrow.example"), "Tom Harker");
  await page.goto("/desk");
  await audit(page, "desk-home");
  await page.goto("/desk/invoices");
  await audit(page, "desk-invoices");
  await page.getByLabel("Invoice number").fill("INV-20377");
  await page.keyboard.press("Enter");
  await page.waitForURL(/number=INV-20377/);
  await page.getByRole("link", { name: "INV-20377", exact: true }).click();
  await page.waitForURL(/\/desk\/invoices\/[0-9a-f]{32}$/);
  await audit(page, "desk-invoice");
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Invoices" }).click();
  await page.waitForURL(/\/desk\/invoices\?account=/);
  await audit(page, "desk-invoices-of-one");
  await page.locator("main").getByRole("link", { name: "Statement", exact: true }).first().click();
  await page.waitForURL(/\/desk\/statement\?account=/);
  await audit(page, "desk-statement");
  await page.goto("/desk/orders");
  await audit(page, "desk-orders");
  await page.locator("main a[href*='/desk/orders/']").first().click();
  await page.waitForURL(/\/desk\/orders\/[0-9a-f]{32}$/);
  await audit(page, "desk-order");
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Orders" }).click();
  await page.waitForURL(/\/desk\/orders\?account=/);
  await audit(page, "desk-orders-of-one");
});
