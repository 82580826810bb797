// A program of somebody else's asks to be let in, as a certified client library does it: Grace registers it, Priya says
// yes, it reads her tickets and renews its tokens, and Priya ends it.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import * as oauth from "oauth4webapi";
import { Portal, audit } from "./portal.mjs";

const PASSWORD = "mill race otterby";
const SCOPE = "cases.list cases.raise";
// The story's portal stands on this machine, without TLS.
const plain = { [oauth.allowInsecureRequests]: true };

let portal, program, back;
before(async () => {
  portal = await Portal.open({}, ["demo"]);
  program = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<title>Back</title>Back"));
  await new Promise((done) => program.listen(0, "127.0.0.1", done));
  back = `http://127.0.0.1:${program.address().port}/back`;
});
after(async () => {
  await portal?.close();
  program?.closeAllConnections();
  program?.close();
});

async function signedIn(email) {
  const page = await portal.visitor();
  await page.goto("/sign-in?way=password");
  await page.getByLabel(/email/i).first().fill(email);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

/** Goes where the program sends people, and on to the question. */
async function asked(page, address) {
  await page.goto(address);
  if (new URL(page.url()).pathname === "/oauth/authorize") {
    await audit(page, "app-place");
    await page.getByRole("link", { name: /Northgate/ }).first().click();
  }
  await page.waitForURL(/\/apps\/consent\?/);
}

test("a program is let in, does what was allowed, and is ended", async () => {
  const grace = await signedIn("grace@harrow.example");
  await grace.goto("/desk/apps/new");
  await grace.locator("#f-name").fill("Stock planner");
  // Its port is another one each time.
  await grace.locator("#f-redirects").fill("http://127.0.0.1/back");
  await grace.getByRole("button", { name: "Register the app" }).click();
  await grace.waitForSelector("h1:has-text('App registered')");
  const client = { client_id: (await grace.locator("main code").first().textContent()).trim() };
  await grace.goto("/desk/apps");
  await audit(grace, "apps");

  const resource = new URL(`${portal.url}/api/v1`);
  const told = await oauth.resourceDiscoveryRequest(resource, plain);
  const { authorization_servers: servers } = await oauth.processResourceDiscoveryResponse(resource, told);
  const issuer = new URL(servers[0]);
  const found = await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...plain });
  const server = await oauth.processDiscoveryResponse(issuer, found);

  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const address = new URL(server.authorization_endpoint);
  const asking = {
    client_id: client.client_id,
    redirect_uri: back,
    response_type: "code",
    scope: SCOPE,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    resource: resource.href,
  };
  for (const [name, value] of Object.entries(asking)) address.searchParams.set(name, value);

  const priya = await signedIn("priya@northgatewater.example");
  await asked(priya, address.href);
  await audit(priya, "app-consent");
  const [, account] = new URL(priya.url()).pathname.match(/^\/a\/([^/]+)\//);
  await priya.getByRole("link", { name: "No, go back" }).click();
  await priya.waitForURL(/127\.0\.0\.1:\d+\/back/);
  assert.throws(() => oauth.validateAuthResponse(server, client, new URL(priya.url()), state), { error: "access_denied" });

  await asked(priya, address.href);
  await priya.getByRole("button", { name: "Let it in" }).click();
  await priya.waitForURL(/127\.0\.0\.1:\d+\/back\?/);
  const parameters = oauth.validateAuthResponse(server, client, new URL(priya.url()), state);
  const exchange = () => oauth.authorizationCodeGrantRequest(server, client, oauth.None(), parameters, back, verifier, plain);
  const given = await oauth.processAuthorizationCodeResponse(server, client, await exchange());
  assert.equal(given.scope, SCOPE);

  const cases = new URL(`${resource.href}/accounts/${account}/cases`);
  const read = (token) => oauth.protectedResourceRequest(token, "GET", cases, undefined, undefined, plain);
  assert.equal((await read(given.access_token)).status, 200);
  const renew = (token) => oauth.refreshTokenGrantRequest(server, client, oauth.None(), token, plain);
  const next = await oauth.processRefreshTokenResponse(server, client, await renew(given.refresh_token));
  assert.notEqual(next.refresh_token, given.refresh_token);
  assert.equal((await read(next.access_token)).status, 200);

  await priya.goto("/me/sign-in");
  await priya.getByRole("link", { name: "Apps with access" }).click();
  await priya.waitForURL(/\/me\/apps$/);
  await audit(priya, "apps-own");
  await priya.getByRole("button", { name: "End Stock planner" }).first().click();
  await priya.waitForSelector("text=The app has no access any more");
  await assert.rejects(async () => read(next.access_token));
  await assert.rejects(async () => oauth.processRefreshTokenResponse(server, client, await renew(next.refresh_token)), {
    error: "invalid_grant",
  });
  assert.deepEqual(priya.complaints, []);
});
