// Every template with every sample, as `cargo test` left them, is valid HTML.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { invalid } from "./portal.mjs";

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
