// Writes the icons templates may draw: the shapes of the Lucide icons named in icons.txt, one per line.
//
//   npm run icons          after adding a name
//   npm run icons:check    fails when the file is not what the list says
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const OUT = here("../../crates/faces/front/src/icons.rs");

/** Icons that point along the line; they turn round in languages written from the right. */
const POINTS = new Set([
  "arrow-left", "arrow-right", "chevron-left", "chevron-right", "corner-up-left", "log-out", "send", "trending-down", "undo-2",
]);

const names = readFileSync(here("icons.txt"), "utf8").split("\n").filter(Boolean);
const { version } = JSON.parse(readFileSync(here("../node_modules/lucide-static/package.json"), "utf8"));

function shape(name) {
  const svg = readFileSync(here(`../node_modules/lucide-static/icons/${name}.svg`), "utf8");
  const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return inside.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>").trim();
}

const icons = names.sort().map((name) => `    ("${name}", r#"${shape(name)}"#, ${POINTS.has(name)}),`).join("\n");
const text = `//! Written by web/tools/icons.mjs from web/tools/icons.txt. Do not edit.
//! Shapes: Lucide ${version}, ISC licence, https://lucide.dev/license

/// The icons templates may draw.
#[rustfmt::skip]
pub const ICONS: words::Icons = &[
${icons}
];
`;

if (process.argv.includes("--check")) {
  if (readFileSync(OUT, "utf8") !== text) {
    console.error("icons.rs is not what icons.txt says: run npm run icons");
    process.exit(1);
  }
} else {
  writeFileSync(OUT, text);
}
