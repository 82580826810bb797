// Staff are invited from the command line, sign in by password, by link and by code, and see where they are signed in.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Portal, NARROW, audit, signOut } from "./portal.mjs";

let portal;
before(async () => (portal = await Portal.open()));
after(async () => portal?.close());

const PASSWORD = "otter vale pump gasket";

async function signIn(page, email) {
  await page.goto("/sign-in?way=password");
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

test("an invitation is taken up by typing something, once", async () => {
  const page = await portal.visitor();
  const address = portal.run("staff", "invite", "tom@harrow.example");
  await page.goto(address);
  await audit(page, "invitation");
  await page.goto(address);
  await page.getByLabel("Your name").fill("Tom Harker");
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
  await page.goto("/me/sign-in");
  assert.match(await page.textContent("main"), /tom@harrow\.example/);
  await audit(page, "security");
  const late = await portal.visitor();
  const answer = await late.goto(address);
  assert.equal(answer.status(), 410);
  await audit(late, "invitation-over");
});

test("a wrong password and an unknown address are told the same", async () => {
  const told = [];
  for (const email of ["tom@harrow.example", "nobody@harrow.example"]) {
    const page = await portal.visitor();
    await page.goto("/sign-in?way=password");
    await page.getByLabel(/e-?mail/i).fill(email);
    await page.getByLabel(/password/i).first().fill("wrong password");
    await page.locator("main button[type=submit]").first().click();
    await page.waitForSelector("[role=alert]");
    told.push((await page.textContent("main")).replaceAll(email, "…"));
    if (told.length === 1) await audit(page, "sign-in-refused");
  }
  assert.equal(told[0], told[1]);
});

for (const scripts of [true, false]) {
  test(`Tom signs in by password, looks at his devices and signs out, scripts ${scripts ? "on" : "off"}`, async () => {
    const page = await portal.visitor({ scripts });
    await signIn(page, "tom@harrow.example");
    await page.goto("/me/sign-in");
    assert.match(await page.textContent("main"), /tom@harrow\.example/);
    await signOut(page);
    await page.goto("/me/sign-in");
    assert.match(new URL(page.url()).pathname, /^\/sign-in/, "signed out means signed out");
  });
}

test("Tom signs in by the link in his mail; elsewhere the link only shows the code", async () => {
  const page = await portal.visitor();
  await page.goto("/sign-in");
  await page.getByLabel(/e-?mail/i).first().fill("tom@harrow.example");
  await page.locator("main button[type=submit]").first().click();
  await page.waitForSelector("input[name=code]");
  await audit(page, "check-mail");

  const reader = await portal.visitor();
  let link = null;
  for (let tries = 0; link === null && tries < 50; tries++) {
    await reader.goto("/outbox");
    link = await reader.locator("main a[href^='/sign-in/']").first().getAttribute("href", { timeout: 1000 }).catch(() => null);
  }
  assert.ok(link, "the letter is in the outbox");
  await audit(reader, "outbox");
  await reader.goto(link);
  await audit(reader, "other-device");
  await reader.goto("/me/sign-in");
  assert.match(new URL(reader.url()).pathname, /^\/sign-in/, "a link does not let in another browser");

  await page.goto(link);
  await audit(page, "press");
  await page.goto("/me/sign-in");
  assert.match(new URL(page.url()).pathname, /^\/sign-in/, "opening a link changes nothing");
  await page.goto(link);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in/"));
  await page.goto("/me/sign-in");
  assert.match(await page.textContent("main"), /tom@harrow\.example/);
  const again = await page.goto(link);
  await audit(page, "link-used");
  assert.ok([200, 410].includes(again.status()));
});

test("the first pages have no barriers", async () => {
  const page = await portal.visitor();
  for (const [path, name] of [["/sign-in", "sign-in"], ["/sign-in?way=password", "sign-in-password"], ["/password", "password-reset"], ["/nowhere", "not-found"]]) {
    await page.goto(path);
    await audit(page, name);
  }
});
