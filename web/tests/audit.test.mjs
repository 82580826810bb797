// Whoever administers the portal finds in its journal who did what, who looked and who was refused, and takes it away.
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
  sample("online-retail-ii", "online_retail_ii_sample.csv");
});
after(async () => portal?.close());

async function joins(page, address, name) {
  await page.goto(address);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
}

/** The rows of the list, as they are read. */
const lines = (page) => page.locator("main tbody tr").allInnerTexts();

test("a customer looks at an invoice, somebody else's is refused, and Hannah sees both", async () => {
  const priya = await portal.visitor();
  await joins(priya, portal.run("customer", "invite", "NWS-0142", "priya@northgate.example"), "Priya Nair");
  const account = new URL(priya.url()).pathname.split("/").slice(0, 3).join("/");
  await priya.goto(`${account}/invoices?view=all`);
  await priya.getByRole("link", { name: /INV-20377/ }).first().click();
  await priya.waitForSelector("h1:has-text('INV-20377')");
  assert.equal((await priya.goto(`${account}/invoices/${"0".repeat(32)}`)).status(), 404);

  const page = await portal.visitor();
  await joins(page, portal.run("staff", "invite", "hannah@harrow.example", "--role", "desk-admin"), "Hannah Okafor");
  await page.goto("/desk/journal");
  assert.ok((await lines(page)).some((line) => /Priya Nair[^]*Accepted an invitation/.test(line)));
  await audit(page, "journal");

  // By a choice of the page, and by days as people type them.
  await page.locator("summary.chip", { hasText: "Who" }).click();
  await page.getByRole("link", { name: "systems", exact: true }).click();
  await page.waitForURL(/who=systems/);
  assert.ok((await lines(page)).every((line) => /system/.test(line)));
  await page.locator("summary", { hasText: "Choose days" }).click();
  await page.getByLabel("From").fill("31 2 2026");
  await page.getByRole("button", { name: "Show these days" }).click();
  await page.waitForSelector("[role=alert]");
  await audit(page, "journal-day-wrong");
  await page.goto("/desk/journal?who=systems&what=orders.");
  await audit(page, "journal-narrowed");

  // Older and newer again.
  await page.goto("/desk/journal");
  const newest = await lines(page);
  await page.getByRole("link", { name: "Next" }).click();
  await page.waitForURL(/from=f/);
  assert.notDeepEqual(await lines(page), newest);
  await page.getByRole("link", { name: "Previous" }).click();
  await page.waitForURL(/from=b/);
  assert.deepEqual(await lines(page), newest);

  await page.locator("main tbody a[href*='/journal/entries/']").first().click();
  await page.waitForURL(/\/journal\/entries\//);
  await audit(page, "journal-entry");

  await page.goto("/desk/journal/attempts");
  await audit(page, "journal-attempts");
  assert.ok((await lines(page)).some((line) => /Priya Nair[^]*Not found/.test(line)));

  const file = await page.request.get("/desk/journal/entries.csv?who=people");
  assert.match(file.headers()["content-type"], /text\/csv/);
  assert.match(await file.text(), /Priya Nair/);
  await page.goto("/desk/journal/views");
  await audit(page, "journal-views");
  assert.ok((await lines(page)).some((line) => /Hannah Okafor[^]*Exported the journal/.test(line)));
});

test("a search leads to who is meant, with scripts and without", async () => {
  for (const scripts of [true, false]) {
    const page = await portal.visitor({ scripts });
    const address = portal.run("staff", "invite", `nora-${scripts}@harrow.example`, "--role", "desk-admin");
    await joins(page, address, `Nora Northgate ${scripts}`);
    await page.goto("/desk/journal");
    const find = async (words) => {
      await page.getByLabel("Number, customer, person or event").fill(words);
      await page.keyboard.press("Enter");
    };
    await find("priya");
    await page.waitForURL(/who=person/);
    assert.ok((await lines(page)).every((line) => /Priya Nair/.test(line)));
    await find("nor");
    await page.waitForSelector("[role=alert]");
    assert.match(await page.locator("[role=alert]").innerText(), /Choose what is meant/);
    if (scripts) await audit(page, "journal-several");
    await find("nobody at all");
    await page.waitForSelector("text=No customer and nobody is called that");
    assert.doesNotMatch(page.url(), /nobody/);
    if (scripts) await page.goto("/desk/journal?what=nothing.");
    if (scripts) await audit(page, "journal-nothing");
  }
});
