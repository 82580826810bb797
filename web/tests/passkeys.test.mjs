// A passkey is made and signs in by itself, with a key that Chromium makes up; a second proof is asked for without one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Portal, audit, signOut } from "./portal.mjs";

let portal;
before(async () => (portal = await Portal.open()));
after(async () => portal?.close());

const PASSWORD = "otter vale pump gasket";

/** A device with a fingerprint reader that is always touched. */
async function reader(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test("Tom makes a passkey and signs in with it, typing nothing", async () => {
  const page = await portal.visitor();
  await reader(page);
  await page.goto(portal.run("staff", "invite", "tom@harrow.example"));
  await page.getByLabel("Your name").fill("Tom Harker");
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
  await page.goto("/me/passkeys/new");
  await audit(page, "passkey-new");
  await page.locator("main input[name=name]").fill("work laptop");
  await page.locator("main form[data-passkey-new] button").click();
  await page.waitForURL(/\/me\/sign-in/);
  assert.match(await page.textContent("main"), /Passkey, work laptop/);
  await audit(page, "security-with-passkey");
  await signOut(page);
  // It may be offered and taken by itself; else by the button.
  await page.locator("form[data-passkey] button").click({ timeout: 5_000 }).catch(() => {});
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.goto("/me/sign-in");
  assert.match(await page.textContent("main"), /Passkey/);
});
