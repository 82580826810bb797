// Makes the table of stolen passwords from a list with one on each line: node scripts/breached.mjs < LIST
// See crates/identity/src/passwords/breached.rs. Only what is long enough to be anybody's password here is kept.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const LEAST = 12;
const KEPT = 5;
const entries = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  const password = line.toLowerCase();
  if ([...password].length < LEAST) continue;
  entries.add(createHash("sha256").update(password).digest().subarray(0, KEPT).toString("hex"));
}
const table = Buffer.concat([...entries].sort().map((entry) => Buffer.from(entry, "hex")));
writeFileSync(new URL("../crates/identity/src/passwords/breached.bin", import.meta.url), table);
console.log(`${entries.size} passwords, ${table.length} bytes`);
