// A customer's books: what the sample files say of them is found, opened and downloaded, and nobody else's.
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
  assert.match(sample("demo-ledger", "demo_invoices.csv"), /7 documents created/);
  assert.match(sample("demo-receipts", "demo_receipts.csv"), /4 documents created/);
  assert.match(sample("online-retail-ii", "online_retail_ii_sample.csv"), /62 documents created, .* 12 quarantined/);
});
after(async () => portal?.close());

async function customer(reference, email) {
  const page = await portal.visitor();
  await page.goto(portal.run("customer", "invite", reference, email));
  await page.getByLabel("Your name").fill("Priya Nair");
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => url.pathname.startsWith("/a/"));
  return page;
}

test("a customer finds an invoice by its number and by a product, opens it and downloads both files", async () => {
  const page = await customer("NWS-0142", "priya@northgate.example");
  const account = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
  await page.goto(`${account}/invoices?view=all`);
  await audit(page, "invoices");
  await page.getByLabel("Choose invoice INV-20377").check();
  // The page stays when the file comes, so its button is of use again.
  for (const time of ["first", "again"]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download as one file (zip)" }).click()]);
    assert.equal(file.suggestedFilename(), "invoices.zip", time);
  }
  for (const words of ["INV-20377", "Gland packing"]) {
    await page.goto(`${account}/invoices?view=all&words=${encodeURIComponent(words)}`);
    assert.match(await page.textContent("main"), /INV-20377/, words);
  }
  await page.getByRole("link", { name: /INV-20377/ }).first().click();
  await page.waitForURL(/\/invoices\/[0-9a-f]{32}$/);
  await page.waitForSelector("h1:has-text('INV-20377')");
  await audit(page, "invoice");
  const links = await page.locator("main a[href$='.pdf'], main a[href$='.csv'], main a[href*='pdf'], main a[href*='csv']").evaluateAll((all) => all.map((link) => link.href));
  assert.ok(links.length >= 2, `a PDF and a CSV: ${links}`);
  for (const link of links) {
    const file = await page.request.get(link);
    assert.equal(file.status(), 200, link);
    assert.ok((await file.body()).length > 100, link);
  }
  await page.goto(`${account}/invoices?view=all&words=nothing-like-it`);
  await audit(page, "invoices-none-found");
});

test("what a customer ticks on one page of the list comes along from another", async () => {
  const page = await customer("NWS-0142", "ravi@northgate.example");
  const account = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
  const all = `${account}/invoices?view=all`;
  const found = (words) => page.goto(`${all}&words=${encodeURIComponent(words)}`);
  const elsewhere = page.getByText("chosen on other pages");
  const taken = async () => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download as one file (zip)" }).click()]);
    return new URL(file.url()).searchParams.getAll("among").length;
  };
  await page.goto(all);
  await page.getByLabel("Choose invoice INV-20402").check();
  await page.getByLabel("Choose invoice INV-20431").check();
  assert.equal(await elsewhere.isVisible(), false);
  await found("INV-20377");
  assert.match(await elsewhere.textContent(), /^2 chosen on other pages$/);
  await audit(page, "invoices-chosen-elsewhere");
  await page.getByLabel("Choose invoice INV-20377").check();
  assert.equal(await taken(), 3);
  await page.goto(all);
  for (const number of ["INV-20377", "INV-20402", "INV-20431"]) assert.ok(await page.getByLabel(`Choose invoice ${number}`).isChecked(), number);
  assert.equal(await taken(), 3, "none of them twice");
  await found("INV-20377");
  await page.getByRole("button", { name: "Clear those on other pages" }).click();
  assert.equal(await elsewhere.isVisible(), false);
  assert.equal(await taken(), 1, "what is ticked here stays");
  await page.goto(all);
  assert.equal(await page.getByLabel("Choose invoice INV-20402").isChecked(), false);
});

test("a customer finds an order, and another customer finds none of it", async () => {
  const page = await customer("13085", "ben@retail.example");
  const account = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
  await page.goto(`${account}/orders`);
  await audit(page, "orders");
  const table = await page.request.get(await page.locator("main a[href*='/orders.csv']").first().getAttribute("href"));
  assert.match(table.headers()["content-type"], /^text\/csv/);
  const first = page.locator("main a[href*='/orders/']:not([href*='.csv'])").first();
  const href = await first.getAttribute("href");
  await page.goto(href);
  await audit(page, "order");
  const other = await customer("NWS-0142", "petra@northgate.example");
  const own = new URL(other.url()).pathname.split("/").slice(0, 3).join("/");
  const order = href.split("/").at(-1).split("?")[0];
  assert.equal((await other.goto(`${own}/orders/${order}`)).status(), 404);
  assert.equal((await other.goto(href)).status(), 404);
});

test("staff see what was imported and what was held back", async () => {
  const page = await portal.visitor();
  await page.goto(portal.run("staff", "invite", "tom@harrow.example"));
  await page.getByLabel("Your name").fill("Tom Harker");
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
  await page.goto("/desk/imports");
  await audit(page, "imports");
  assert.match(await page.textContent("main"), /online-retail-ii/);
});
