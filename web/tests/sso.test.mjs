// A company brings its own sign-in: Priya sets a certified provider up and proves a domain; Sade, whom nobody invited,
// comes in through it and is signed out there, too.
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { after, before, test } from "node:test";
import Provider from "oidc-provider";
import { Portal, audit } from "./portal.mjs";

const PASSWORD = "mill race otterby";
const DOMAIN = "northgatewater.example";
const TXT = 16;

/** A DNS server that knows TXT records only. */
async function dns(records) {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const labels = [];
    let at = 12;
    while (query[at] > 0) {
      labels.push(query.toString("ascii", at + 1, at + 1 + query[at]));
      at += query[at] + 1;
    }
    const question = query.subarray(12, at + 5);
    const text = query.readUInt16BE(at + 1) === TXT ? records.get(labels.join(".").toLowerCase()) : undefined;
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(text ? 0x8580 : 0x8583, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(text ? 1 : 0, 6);
    const answer = Buffer.alloc(text ? 13 : 0);
    if (text) {
      answer.writeUInt16BE(0xc00c, 0);
      answer.writeUInt16BE(TXT, 2);
      answer.writeUInt16BE(1, 4);
      answer.writeUInt32BE(1, 6);
      answer.writeUInt16BE(text.length + 1, 10);
      answer.writeUInt8(text.length, 12);
    }
    socket.send(Buffer.concat([head, question, answer, Buffer.from(text ?? "", "ascii")]), from.port, from.address);
  });
  await new Promise((done) => socket.bind(0, "127.0.0.1", done));
  return socket;
}

/** The provider, once the portal's address is known. */
async function provider(portal) {
  const probe = (await import("node:net")).createServer();
  await new Promise((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  const oidc = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: "portal",
        client_secret: "kept between the two of them",
        redirect_uris: [`${portal.url}/sign-in/callback`],
        post_logout_redirect_uris: [`${portal.url}/sign-in?said=out`],
      },
    ],
    claims: { openid: ["sub"], email: ["email"], profile: ["name"] },
    // What it says of people stands in the ID token.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ["a key for the test alone"] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@${DOMAIN}`, name: "Sade Adeyemi" }) }),
  });
  const server = await new Promise((done) => {
    const listening = oidc.listen(port, "127.0.0.1", () => done(listening));
  });
  return { server, issuer: oidc.issuer };
}

let portal, names, company;
const records = new Map();
before(async () => {
  names = await dns(records);
  const environment = {
    PORTICO_COMPANY_SIGN_ON__PRIVATE_HOSTS: '["127.0.0.1"]',
    PORTICO_COMPANY_SIGN_ON__DNS: `127.0.0.1:${names.address().port}`,
  };
  portal = await Portal.open(environment, ["demo"]);
  company = await provider(portal);
});
after(async () => {
  await portal?.close();
  company?.server.closeAllConnections();
  company?.server.close();
  names?.close();
});

/** Loads the page again until it says so: what is asked of others is there a moment later. */
async function says(page, words) {
  for (let tries = 0; tries < 80; tries++) {
    if (words.test(await page.textContent("main"))) return;
    await new Promise((done) => setTimeout(done, 250));
    await page.reload();
  }
  assert.match(await page.textContent("main"), words);
}

test("Priya's company signs its people in", async () => {
  const priya = await portal.visitor();
  await priya.goto("/sign-in?way=password");
  await priya.getByLabel(/email/i).first().fill(`priya@${DOMAIN}`);
  await priya.getByLabel(/password/i).first().fill(PASSWORD);
  await priya.keyboard.press("Enter");
  await priya.waitForURL(/\/a\//);
  const [home] = new URL(priya.url()).pathname.match(/^\/a\/[^/]+/);
  await priya.goto(`${home}/company/sign-on`);
  await audit(priya, "company-sign-on-none");
  await priya.getByRole("link", { name: "Set it up" }).click();
  await priya.waitForURL(/\/provider$/);
  await priya.locator("#f-name").fill("Northgate ID");
  await priya.locator("#f-issuer").fill(company.issuer);
  await priya.locator("#f-client_id").fill("portal");
  await priya.locator("#f-secret").fill("kept between the two of them");
  await priya.locator("#f-role").selectOption("member");
  await audit(priya, "company-sign-on-provider");
  await priya.getByRole("button", { name: "Save" }).click();
  await priya.waitForURL(/\/company\/sign-on$/);
  await priya.getByRole("button", { name: "Test it" }).click();
  await says(priya, /It answered on/);
  await priya.locator("#f-domain").fill(DOMAIN);
  await priya.getByRole("button", { name: "Add the domain" }).click();
  await says(priya, /portico-domain=/);
  await audit(priya, "company-sign-on-unproven");
  records.set(`_portico.${DOMAIN}`, (await priya.textContent("main")).match(/portico-domain=[\w-]+/)[0]);
  await priya.getByRole("button", { name: `Check ${DOMAIN}` }).click();
  await says(priya, /Proved since/);
  await priya.getByRole("button", { name: "Put it in use" }).click();
  await says(priya, /In use/);
  await audit(priya, "company-sign-on");
  await priya.locator("#f-label").fill("Northgate directory");
  await priya.getByRole("button", { name: "Make a token" }).click();
  await priya.getByRole("heading", { name: "Token made" }).waitFor();
  assert.deepEqual(priya.complaints, []);
});

test("Sade comes in from there, and is signed out there, too", async () => {
  const sade = await portal.visitor();
  // The provider's own pages want letters from elsewhere.
  await sade.route(/googleapis/, (route) => route.abort());
  await sade.goto("/sign-in");
  await sade.getByLabel(/email/i).first().fill(`sade@${DOMAIN}`);
  await sade.keyboard.press("Enter");
  await sade.waitForURL(/\/sign-in\/company\//);
  await audit(sade, "company-door");
  await sade.getByRole("link", { name: "Continue to Northgate ID" }).click();
  await sade.waitForURL(/\/interaction\//);
  await sade.locator("input[name=login]").fill("sade");
  await sade.locator("input[name=password]").fill("whatever");
  await sade.locator("button[type=submit]").first().click();
  await sade.waitForSelector("button:has-text('Continue')");
  await sade.locator("button:has-text('Continue')").click();
  await sade.waitForURL((url) => url.origin === portal.url && !url.pathname.startsWith("/sign-in"));
  await sade.goto("/me/sign-in");
  assert.match(await sade.textContent("main"), /Company sign-on/);
  await sade.locator("form[action='/sign-out']").first().evaluate((form) => form.requestSubmit());
  await sade.waitForURL(/\/session\/end/);
  await sade.locator("button[value=yes]").click();
  await sade.waitForURL(/\/sign-in\?said=out/);
  assert.match(await sade.textContent("main"), /You are signed out/);
});
