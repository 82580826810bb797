// A portal is set up on pages: Hannah opens the address that the terminal printed, answers, and reads what is left to do.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { NARROW, Portal, audit, launch, program } from "./portal.mjs";

// Nothing here depends on the database.
const options = { skip: Boolean(process.env.STORY_POSTGRES) };
let pages, address, own;

/** A port nobody listens on. */
async function free() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Waits until somebody answers there. */
async function answers(url, said) {
  for (let tries = 0; !(await fetch(url).catch(() => null)); tries++) {
    if (tries > 1200) throw new Error(`Nobody answers at ${url}:\n${said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

before(async () => {
  if (options.skip) return;
  // Not a portal that serves, but as much of one as its visitors need.
  pages = new Portal();
  pages.folder = mkdtempSync(join(tmpdir(), "portico-first-run-"));
  const port = await free();
  own = `http://localhost:${await free()}`;
  pages.url = `http://127.0.0.1:${port}`;
  const words = ["init", "--page", "--at", `127.0.0.1:${port}`];
  pages.server = spawn(program, words, { cwd: pages.folder, env: { PATH: process.env.PATH }, stdio: ["ignore", "pipe", "pipe"] });
  pages.browser = await launch();
  let said = "";
  for await (const data of pages.server.stdout.iterator({ destroyOnReturn: false })) {
    said += data;
    address = said.match(/http:\S+\/open\/\S+/)?.[0];
    if (address && said.includes("Ctrl-C")) break;
  }
  pages.server.stdout.resume();
  await answers(pages.url, said);
});
after(async () => {
  if (!options.skip) await pages?.close();
  if (pages?.folder) rmSync(pages.folder, { recursive: true, force: true });
});

test("Hannah sets the portal up on pages, without scripts as well as with them", options, async () => {
  const stranger = await pages.visitor();
  await stranger.goto("/");
  await audit(stranger, "first-run-closed");
  assert.match(await stranger.locator("h1").textContent(), /opens nothing/);

  const hannah = await pages.visitor({ scripts: false, viewport: NARROW });
  await hannah.goto(address);
  await hannah.getByRole("button", { name: "Begin" }).click();
  await hannah.waitForURL(/\/steps\/company/);
  await hannah.getByRole("button", { name: "Go on" }).click();
  assert.match(await hannah.locator(".errsum").textContent(), /what customers know the company by/);
  await hannah.locator("#f-name").fill("Harrow Fluid Systems");
  await hannah.getByRole("button", { name: "Go on" }).click();
  await hannah.waitForURL(/\/steps\/address/);

  // The rest with scripts, in the same browser: its cookie is the only way in.
  const wide = await pages.visitor({ storageState: await hannah.context().storageState() });
  const looked = async (name) => {
    await audit(wide, name);
    await wide.setViewportSize({ width: 1440, height: 900 });
  };
  await wide.goto("/steps/address");
  await looked("first-run-address");
  await wide.locator("#f-address").fill(own);
  await wide.getByRole("button", { name: "Go on" }).click();
  await wide.waitForURL(/\/steps\/admin/);
  await wide.locator("#f-admin").fill("hannah");
  await wide.getByRole("button", { name: "Go on" }).click();
  await wide.waitForSelector(".errsum");
  assert.equal(await wide.locator("#f-admin").inputValue(), "hannah", "what was typed stays");
  await wide.locator("#f-admin").fill("hannah@harrow.example");
  await wide.getByRole("button", { name: "Go on" }).click();
  await wide.waitForURL(/\/steps\/mail/);
  await looked("first-run-mail");
  await wide.getByRole("button", { name: "Test and go on" }).click();
  await wide.waitForURL(/\/steps\/place/);
  await looked("first-run-place");
  await wide.getByRole("button", { name: "Test and go on" }).click();
  await wide.waitForURL(/\/steps\/copies/);
  await looked("first-run-copies");
  await wide.getByRole("button", { name: "Go on" }).click();
  await wide.waitForURL(/\/finish/);
  await looked("first-run-finish");
  await wide.getByRole("button", { name: "Set up this portal" }).click();
  await wide.waitForSelector("h1:has-text('The portal is set up')");
  assert.ok((await wide.locator("main").textContent()).includes(`${own}/invitations/`));
  await looked("first-run-done");

  // The same program serves the portal now, in the pages' place, so the last of them is not looked at again.
  await wide.getByRole("button", { name: "Open the portal" }).click();
  await wide.waitForSelector("h1:has-text('The portal opens')");
  await answers(own, "The portal did not open");
  await wide.getByRole("link", { name: "Go to the portal" }).click();
  await wide.waitForURL(/\/invitations\//);
});
