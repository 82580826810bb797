// The desk's customers: staff find one, open it, ask one person in, then many from a list with good and bad lines; one
// of them takes it up.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NARROW, Portal, audit } from "./portal.mjs";

const root = new URL("../..", import.meta.url).pathname;
const PASSWORD = "otter vale pump gasket";
let portal;
before(async () => {
  portal = await Portal.open();
  portal.run("import", `${root}blueprints/wholesale/demo-ledger.toml`, `${root}blueprints/wholesale/sample/demo_invoices.csv`);
  portal.run("import", `${root}blueprints/wholesale/online-retail-ii.toml`, `${root}blueprints/wholesale/sample/online_retail_ii_sample.csv`);
});
after(async () => portal?.close());

async function comeIn(page, link, name) {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
  return page;
}

async function staff(options) {
  const page = await portal.visitor(options);
  return comeIn(page, portal.run("staff", "invite", `${options?.name ?? "tom"}@harrow.example`), "Tom Ellery");
}

/** The link in the mail to an address, once it has left: ten seconds after the invitation, so that it can be stopped. */
async function mailTo(page, address) {
  for (let tries = 0; tries < 120; tries++) {
    await page.goto("/outbox");
    const mail = page.locator("details.panel").filter({ hasText: address }).first();
    if ((await mail.count()) > 0) {
      const link = await mail.locator("a[href*='/invitations/']").first().getAttribute("href");
      return { text: await mail.textContent(), link };
    }
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error(`No mail to ${address} left`);
}

test("staff find a customer, open it and ask one person in, who comes in by the mail", async () => {
  const page = await staff();
  await page.goto("/desk/customers");
  await audit(page, "customers");
  await page.getByLabel("Name or number").fill("nws-0142");
  await page.keyboard.press("Enter");
  await page.waitForURL(/words=nws-0142/);
  assert.equal(await page.locator("tbody tr").count(), 1);
  await page.goto("/desk/customers?words=nobody-like-it");
  await audit(page, "customers-none");
  await page.goto("/desk/customers?words=NWS-0142");
  await page.locator("tbody th a").first().click();
  await page.waitForURL(/\/desk\/customers\/[0-9a-f-]+$/);
  const customer = page.url();
  assert.match(await page.textContent("main"), /Invoices/);
  assert.equal(await page.getByRole("columnheader", { name: "Newest", exact: true }).count(), 1);
  await page.getByRole("link", { name: "Invite", exact: true }).first().click();
  await page.waitForURL(/\/invite$/);
  await audit(page, "invite");
  await page.getByLabel("E-mail address").fill("priya at northgate");
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await page.waitForSelector(".errsum");
  await audit(page, "invite-errors");
  await page.getByLabel("E-mail address").fill("priya@northgate.example");
  await page.getByLabel("A line for the mail").fill("See you at the works.");
  await page.getByRole("button", { name: "Show the mail" }).click();
  await page.waitForSelector(".mail-b:has-text('See you at the works.')");
  assert.equal(await page.getByLabel("E-mail address").inputValue(), "priya@northgate.example");
  await audit(page, "invite-shown");
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await page.waitForURL(customer);
  assert.match(await page.textContent("main"), /priya@northgate\.example/);
  await audit(page, "customer");
  await page.setViewportSize(NARROW);
  const { text, link } = await mailTo(page, "priya@northgate.example");
  assert.match(text, /See you at the works/);
  const priya = await portal.visitor();
  await comeIn(priya, link, "Priya Raman");
  assert.match(priya.url(), /\/a\//);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/desk/invitations");
  assert.match(await page.textContent("main"), /Taken up/);
  await audit(page, "invitations");
});

for (const scripts of [true, false]) {
  test(`a list is looked through before anything is sent, scripts ${scripts ? "on" : "off"}`, async () => {
    const page = await staff({ scripts, name: scripts ? "grace" : "hugh" });
    await page.goto("/desk/invitations/new");
    if (scripts) await audit(page, "list");
    const mark = scripts ? "a" : "b";
    const lines = [
      "number;email;role;note",
      `NWS-0142;ines-${mark}@northgate.example;Finance;Welcome`,
      `NWS-0142;callum-${mark}@northgate.example`,
      "NWS-0142;priya@northgate.example",
      "NWS-9999;eve@x.example",
      "NWS-0142;nobody",
      "NWS-0142;ravi@northgate.example;emperor",
      `NWS-0142;INES-${mark}@northgate.example`,
    ].join("\n");
    // With scripts it is pasted, without them it comes as a file; either way it stands in the box.
    if (scripts) await page.getByLabel("The list, one person a line").fill(lines);
    else await page.getByLabel("Or a file with the list").setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(lines) });
    await page.getByRole("button", { name: "Check the list" }).click();
    await page.waitForSelector("#checked");
    const found = await page.textContent("main");
    for (const words of ["2 of 7 lines are ready", "Has access as Priya Raman", "No customer has this number", "No e-mail address", "No such role", "Same as line 2", `What ines-${mark}@northgate.example gets`]) {
      assert.ok(found.includes(words), words);
    }
    assert.equal(await page.getByLabel("The list, one person a line").inputValue(), lines);
    if (scripts) await audit(page, "list-checked");
    await page.getByRole("button", { name: "Send 2 invitations" }).click();
    await page.waitForSelector("h1:has-text('What came of the list')");
    assert.match(await page.textContent("main"), /2 invitations are on their way/);
    if (scripts) await audit(page, "list-sent");
    await page.goto("/desk/invitations");
    await page.getByRole("link", { name: "Waves", exact: true }).click();
    await page.waitForURL(/\/desk\/invitations\/waves$/);
    if (scripts) await audit(page, "waves");
    await page.locator("tbody tr").first().getByRole("link").click();
    await page.waitForURL(/\?wave=/);
    assert.match(await page.textContent("main"), new RegExp(`ines-${mark}@northgate.example`));
    await page.goto("/desk/invitations?state=open");
    assert.match(await page.textContent("main"), new RegExp(`ines-${mark}@northgate.example`));
    await page.getByRole("button", { name: `Take back the invitation to callum-${mark}@northgate.example` }).click();
    await page.waitForURL(/\/desk\/invitations$/);
    await page.goto("/desk/invitations?state=withdrawn");
    if (scripts) await audit(page, "invitations-withdrawn");
    await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === "POST"),
      page.getByRole("button", { name: `Undo taking back the invitation to callum-${mark}@northgate.example` }).click(),
    ]);
    await page.goto("/desk/invitations?state=open");
    assert.match(await page.textContent("main"), new RegExp(`callum-${mark}@northgate.example`));
    if (scripts) {
      const { text } = await mailTo(page, `ines-${mark}@northgate.example`);
      assert.match(text, /Welcome/);
    }
  });
}
