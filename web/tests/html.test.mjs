// Every template with every sample, as `cargo test` left them, is valid HTML.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { NARROW, hidden, invalid, launch } from "./portal.mjs";

const samples = new URL("../../target/samples/", import.meta.url).pathname;
const skip = existsSync(samples) ? false : `${samples} is not there: cargo test renders the samples into it`;

test("every page of every sample is valid HTML", { skip }, async () => {
  const pages = readdirSync(samples).filter((name) => !name.includes("_mail_"));
  assert.ok(pages.length > 20, "the samples' pages");
  const faults = [];
  for (const name of pages) {
    const html = readFileSync(samples + name, "utf8");
    if (html.startsWith("<!doctype")) faults.push(...(await invalid(html, name)));
  }
  assert.deepEqual(faults, []);
});

test("what is not valid, and a focus under a bar, are seen", async () => {
  assert.match((await invalid("<!doctype html><html lang=en><title>x</title><span><div></div></span></html>", "x")).join(), /not permitted/);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const links = Array.from({ length: 40 }, (_, number) => `<p><a href="/${number}">Link ${number}</a></p>`).join("");
    const bar = (padding) => `<style>html{scroll-padding-bottom:${padding}px}body{padding-bottom:${padding}px}</style>${links}<div style="position:fixed;bottom:0;left:0;right:0;height:120px;background:#fff"></div>`;
    await page.setContent(bar(0));
    assert.ok((await hidden(page, NARROW)).length > 0, "a bar over the focus");
    await page.setContent(bar(140));
    assert.deepEqual(await hidden(page, NARROW), [], "a bar the page scrolls clear of");
  } finally {
    await browser.close();
  }
});
