// An account's own admin invites somebody, changes what they may do, and lets them go and back in again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Portal, audit } from "./portal.mjs";

const root = new URL("../..", import.meta.url).pathname;
const PASSWORD = "otter vale pump gasket";
let portal;
before(async () => {
  portal = await Portal.open();
  portal.run("import", `${root}blueprints/wholesale/demo-ledger.toml`, `${root}blueprints/wholesale/sample/demo_invoices.csv`);
});
after(async () => portal?.close());

async function joins(name, email, role, options) {
  const page = await portal.visitor(options);
  await page.goto(portal.run("customer", "invite", "NWS-0142", email, "--role", role));
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => url.pathname.startsWith("/a/"));
  page.account = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
  return page;
}

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  const letter = scripts ? "a" : "b";

  test(`an admin looks after access, ${how}`, async () => {
    const josh = scripts ? "Josh Whitaker" : "Meera Osei";
    const admin = await joins("Priya Raman", `priya.${letter}@northgate.example`, "admin", { scripts });
    const member = await joins(josh, `josh.${letter}@northgate.example`, "member", { scripts });
    const home = admin.account;

    await admin.goto(`${home}/company`);
    assert.match(await admin.textContent("main"), /Priya Raman/);
    if (scripts) await audit(admin, "company");
    await admin.goto(`${home}/people/invitations`);
    if (scripts) await audit(admin, "invitations-none");

    await admin.goto(`${home}/people/invite`);
    if (scripts) await audit(admin, "invite");
    await admin.getByLabel("Work email").fill("not an address");
    await admin.getByRole("button", { name: "Send invitation" }).click();
    await admin.waitForSelector(".errsum");
    assert.equal(await admin.getByLabel("Work email").inputValue(), "not an address");
    if (scripts) await audit(admin, "invite-put-right");
    await admin.getByLabel("Work email").fill(`sade.${letter}@northgate.example`);
    await admin.getByLabel("Buyer").check();
    await admin.getByRole("button", { name: "Show the letter" }).click();
    await admin.waitForSelector(".mail-b:has-text('Your role: Buyer.')");
    assert.equal(await admin.getByLabel("Work email").inputValue(), `sade.${letter}@northgate.example`);
    if (scripts) await audit(admin, "invite-shown");
    await admin.getByRole("button", { name: "Send invitation" }).click();
    await admin.waitForURL(/\/people\/invitations$/);
    await admin.getByText("leaves in a few seconds").waitFor();
    assert.match(await admin.textContent("main"), new RegExp(`sade.${letter}@northgate.example`));
    if (scripts) await audit(admin, "invitations");

    await admin.goto(`${home}/people`);
    if (scripts) await audit(admin, "people");
    await admin.getByRole("link", { name: `Change the access of ${josh}` }).click();
    await admin.waitForSelector(`h1:has-text("${josh}")`);
    if (scripts) await audit(admin, "member");
    await admin.getByRole("button", { name: "Give Finance" }).click();
    await admin.waitForSelector("button:has-text('Take away')");
    await admin.getByRole("button", { name: "Take away Member" }).click();
    await admin.waitForSelector("button[aria-label='Give Member']");

    assert.equal((await member.goto(`${home}/people`)).status(), 200);
    if (scripts) await audit(member, "people-of-a-member");
    await admin.getByRole("button", { name: `Remove ${josh}` }).click();
    await admin.waitForURL(/\/people$/);
    assert.equal((await member.goto(`${home}/people`)).status(), 404, "at the very next request");
    await admin.locator(".toast button").click();
    await admin.waitForSelector(`main :text("${josh}")`);
    assert.equal((await member.goto(`${home}/people`)).status(), 200, "put back");
    await member.close();
    await admin.close();
  });
}
