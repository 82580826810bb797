// A passkey is made and signs in by itself, with a key that Chromium makes up; a second proof is asked for without one: the
// code of an app, which the story works out as the app would, or the passkey.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { Portal, audit, signOut } from "./portal.mjs";

let portal;
before(async () => (portal = await Portal.open()));
after(async () => portal?.close());

const PASSWORD = "otter vale pump gasket";

/** A device with a fingerprint reader, which is always touched until it is told not to be. */
async function reader(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return (enabled) => devtools.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
}

/** What an authenticator app shows for a secret as it is typed into one (RFC 6238). */
function code(secret, at = Date.now()) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replaceAll(" ", "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function join(page, email, name) {
  await page.goto(portal.run("staff", "invite", email));
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
}

/** Shows the first proof. */
async function byPassword(page, email, next = "") {
  await page.goto(`/sign-in?way=password${next && `&next=${encodeURIComponent(next)}`}`);
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  // What the device can do is found out while they type.
  if (await page.evaluate(() => PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())) {
    await page.waitForFunction(() => document.querySelector("input[name=passkeys]").value === "yes");
  }
  await page.locator("main form[action='/sign-in'] button[type=submit]").first().click();
}

const isIn = (url) => !url.pathname.startsWith("/sign-in");

let tom;
let touched;

test("Tom makes a passkey and signs in with it, typing nothing", async () => {
  const page = (tom = await portal.visitor());
  touched = await reader(page);
  await join(page, "tom@harrow.example", "Tom Harker");
  await page.goto("/me/passkeys/new");
  await audit(page, "passkey-new");
  await page.locator("main input[name=name]").fill("work laptop");
  await page.locator("main form[data-passkey-new] button").click();
  await page.waitForURL(/\/me\/sign-in/);
  assert.match(await page.textContent("main"), /Passkey, work laptop/);
  await audit(page, "security-with-passkey");
  await page.getByRole("link", { name: "Rename work laptop" }).click();
  await page.waitForURL(/rename=/);
  await audit(page, "security-renaming");
  await page.locator("main input[name=name]").fill("old laptop");
  await page.getByRole("button", { name: "Save the name" }).click();
  await page.waitForURL((url) => url.pathname === "/me/sign-in" && !url.search);
  assert.match(await page.textContent("main"), /Passkey, old laptop/);
  await signOut(page);
  // Offered beside the address and taken at once; a browser that does not offer is asked by the button.
  await page.waitForURL(isIn, { timeout: 10_000 }).catch(() => page.locator("form[data-passkey] button").click());
  await page.waitForURL(isIn);
  await page.goto("/me/sign-in");
  assert.match(await page.textContent("main"), /Passkey/);
});

test("Tom sets an app up; a code, a remembered device or the passkey is the second proof", async () => {
  const page = tom;
  await page.goto("/me/authenticators/new");
  const secret = await page.locator("main p.num b").textContent();
  await page.locator("main input[name=code]").fill(code(secret));
  await page.locator("main input[name=name]").fill("Work phone");
  await page.locator("main form[action='/me/authenticators'] button[type=submit]").click();
  await page.waitForURL(/\/me\/recovery-codes/);
  // Nobody touches the reader, so that it does not sign him in by itself.
  await touched(false);
  await signOut(page);
  await byPassword(page, "tom@harrow.example");
  await page.waitForURL(/\/sign-in\/second/);
  await audit(page, "second-proof");
  await page.getByLabel("Remember this device for 30 days").check();
  // The code that set the app up has counted; the next one counts a little early.
  await page.locator("main input[name=code]").fill(code(secret, Date.now() + 30_000));
  await page.locator("main form[action='/sign-in/second'] button[type=submit]").first().click();
  await page.waitForURL(isIn);
  await page.goto("/me/sign-in");
  assert.match(await page.textContent("main"), /Where no code is asked for/);
  await audit(page, "security-with-app");
  await signOut(page);
  await byPassword(page, "tom@harrow.example");
  await page.waitForURL(isIn);
  await page.goto("/me/sign-in");
  await page.getByRole("button", { name: /^Ask again/ }).click();
  await page.waitForFunction(() => !document.querySelector("#remembered"));
  await signOut(page);
  await byPassword(page, "tom@harrow.example");
  await page.waitForURL(/\/sign-in\/second/);
  await touched(true);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL(isIn);
  await page.goto("/me/sign-in");
  assert.match(await page.textContent("main"), /Password, passkey/);
});

test("Thea, who has no passkey, is offered one on the way to where she is going", async () => {
  const page = await portal.visitor();
  await reader(page);
  await join(page, "thea@harrow.example", "Thea Hart");
  await page.context().clearCookies();
  await byPassword(page, "thea@harrow.example", "/me/name");
  await page.waitForURL(/\/me\/passkeys\/new\/offer/);
  await audit(page, "passkey-offer");
  await page.getByRole("button", { name: "Save a passkey on this device" }).click();
  await page.waitForURL(/\/me\/name/);
  await page.goto("/me/sign-in");
  assert.match(await page.textContent("main"), /Passkey, \S+/);
});

test("Nora takes her invitation up with a passkey and has no password", async () => {
  const page = await portal.visitor();
  await reader(page);
  await page.goto(portal.run("staff", "invite", "nora@harrow.example"));
  await page.getByLabel("Your name").fill("Nora Lind");
  await audit(page, "invitation-passkey");
  await page.getByRole("button", { name: "Join with a passkey" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
  await page.goto("/me/sign-in");
  assert.match(await page.textContent("main"), /Passkey, \S+/);
  assert.match(await page.textContent("main"), /You have none/);
});
