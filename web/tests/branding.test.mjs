// The brand: staff give it a name, a logo and a colour that cannot be read; pages, mails and paper carry what can.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Portal, audit } from "./portal.mjs";

const root = new URL("../..", import.meta.url).pathname;
const PASSWORD = "otter vale pump gasket";
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><script>alert(1)</script>
<rect width="40" height="40" rx="9" fill="#e2761b"/><path d="M12 9v22M28 9v22M12 20h16" stroke="#fff" stroke-width="4" fill="none"/>
<path d="M52 10h62v5H52zM52 18h44v5H52zM52 26h54v5H52z" fill="#5b2a06"/></svg>`;
let portal;
before(async () => {
  portal = await Portal.open();
  const [mapping, file] = ["demo-ledger.toml", "sample/demo_invoices.csv"].map((name) => `${root}blueprints/wholesale/${name}`);
  portal.run("import", mapping, file);
});
after(async () => portal?.close());

async function accept(page, address, name) {
  await page.goto(address);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel(/password/i).first().fill(PASSWORD);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
}

const colours = (page) =>
  page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(--brand)";
    const shown = getComputedStyle(probe).color;
    probe.remove();
    return shown;
  });

for (const scripts of [true, false]) {
  test(`Hannah brands the portal, scripts ${scripts ? "on" : "off"}`, async () => {
    const page = await portal.visitor({ scripts });
    await accept(page, portal.run("staff", "invite", `hannah-${scripts}@harrow.example`), "Hannah Okafor");
    await page.goto("/desk/admin/brand");
    if (scripts) await audit(page, "brand-plain");

    writeFileSync(join(portal.folder, "logo.png"), "<!doctype html><script>alert(1)</script>");
    await page.getByLabel("Name of the portal").fill("Harrow Marine Service");
    await page.locator("#f-logo").setInputFiles(join(portal.folder, "logo.png"));
    await page.getByRole("button", { name: "Save name and logo" }).click();
    await page.waitForSelector("[role=alert]");
    assert.match(await page.textContent("[role=alert]"), /Choose an SVG, PNG, JPEG or WebP file/);
    assert.equal(await page.getByLabel("Name of the portal").inputValue(), "Harrow Marine Service", "what was typed stays");
    if (scripts) await audit(page, "brand-wrong-logo");

    writeFileSync(join(portal.folder, "logo.svg"), LOGO);
    await page.getByLabel("Company and postal address").fill("Harrow Marine Ltd, 4 Quay Street, Otterby OT4 7QX");
    await page.locator("#f-logo").setInputFiles(join(portal.folder, "logo.svg"));
    await page.getByRole("button", { name: "Save name and logo" }).click();
    await page.waitForSelector("img[alt='The logo as it is now']");
    assert.match(await page.title(), /Harrow Marine Service/);

    await page.getByLabel("Brand colour").fill(scripts ? "#E2761B" : "#F2C14E");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.waitForURL(/colour=/);
    await page.waitForSelector("text=is too light for light pages");
    if (scripts) await audit(page, "brand-tried");
    const before = scripts ? await colours(page) : null;
    await page.getByRole("button", { name: /^Use #/ }).click();
    await page.waitForURL((url) => url.pathname === "/desk/admin/brand" && url.search === "");
    const said = await page.textContent("main");
    const used = said.match(/(#[0-9A-F]{6}) is used there, a darker shade/)?.[1];
    assert.ok(used, "the page says which colour is used and why");
    if (scripts) {
      assert.notEqual(await colours(page), before);
      await audit(page, "brand-saved");
    }
  });
}

test("the sign-in page, a mail and an invoice carry the brand", async () => {
  const page = await portal.visitor();
  await page.goto("/sign-in");
  assert.match(await page.textContent("main"), /Harrow Marine Service/);
  const logo = await page.locator("main .brand img").evaluate((image) => ({ src: image.getAttribute("src"), wide: image.naturalWidth }));
  assert.match(logo.src, /^\/brand\/[0-9a-f]+\.svg$/);
  assert.ok(logo.wide > 0, "the logo is drawn");
  const file = await page.request.get(logo.src);
  assert.doesNotMatch(await file.text(), /script|alert/);
  assert.equal(file.headers()["x-content-type-options"], "nosniff");
  await audit(page, "sign-in-branded");

  await page.getByLabel(/e-?mail/i).first().fill("hannah-true@harrow.example");
  await page.locator("main button[type=submit]").first().click();
  await page.waitForSelector("input[name=code]");
  let mail = "";
  for (let tries = 0; !mail.includes("4 Quay Street") && tries < 50; tries++) {
    await page.goto("/outbox");
    mail = await page.textContent("main");
  }
  assert.match(mail, /Harrow Marine Service/);
  assert.match(mail, /Harrow Marine Ltd, 4 Quay Street, Otterby OT4 7QX/);

  const customer = await portal.visitor();
  await accept(customer, portal.run("customer", "invite", "NWS-0142", "priya@northgate.example"), "Priya Nair");
  const account = new URL(customer.url()).pathname.split("/").slice(0, 3).join("/");
  await customer.goto(`${account}/invoices?view=all`);
  await audit(customer, "invoices-branded");
  await customer.getByRole("link", { name: /INV-20377/ }).first().click();
  await customer.waitForURL(/\/invoices\/[0-9a-f]{32}$/);
  const answer = await customer.request.get(`${customer.url()}/invoice.pdf`);
  assert.equal(answer.status(), 200);
  const pdf = await answer.body();
  assert.ok(pdf.includes("/Subtype/Image"), "the logo stands on paper");
  if (process.env.STORY_PICTURES) writeFileSync(join(process.env.STORY_PICTURES, "invoice.pdf"), pdf);
  const words = (() => {
    try {
      writeFileSync(join(portal.folder, "invoice.pdf"), pdf);
      return execFileSync("pdftotext", [join(portal.folder, "invoice.pdf"), "-"], { encoding: "utf8" });
    } catch (error) {
      if (error.code === "ENOENT") return null;
      throw error;
    }
  })();
  if (words !== null) assert.match(words, /Harrow Marine Service/);
});

test("a logo that was chosen and not saved is still attached when Hannah comes back", async () => {
  const page = await portal.visitor();
  await accept(page, portal.run("staff", "invite", "hannah-again@harrow.example"), "Hannah Okafor");
  await page.goto("/desk/admin/brand");
  writeFileSync(join(portal.folder, "mark.svg"), LOGO);
  await page.locator("#f-logo").setInputFiles(join(portal.folder, "mark.svg"));
  await page.waitForSelector("text=Draft saved");
  await page.goto("/desk/admin/brand");
  const kept = page.getByLabel(/mark\.svg, attached/);
  assert.ok(await kept.isChecked());
  await audit(page, "brand-attached");
  await page.getByRole("button", { name: "Save name and logo" }).click();
  await page.waitForSelector("text=The brand is saved");
  assert.equal(await kept.count(), 0, "what was sent is no draft any more");
});
