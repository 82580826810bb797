import { defineConfig, type Plugin } from "vite";

/**
 * Turbo puts a `<style>` for its progress bar into every page, which our content security policy
 * refuses. The bar is styled in base.css instead; should Turbo change, the build stops here.
 */
function turboWithoutInlineStyle(): Plugin {
  const install = "    this.installStylesheetElement();\n";
  return {
    name: "turbo-without-inline-style",
    transform(code, id) {
      if (!id.includes("@hotwired/turbo/dist/")) return null;
      if (!code.includes(install)) this.error("Turbo no longer installs its progress bar's style as we know it");
      return { code: code.replace(install, ""), map: null };
    },
  };
}

/**
 * Two entries, `src/app.ts` and `src/app.css`, become hashed files and a `manifest.json` in `dist`.
 *
 * Names depend on content alone, nothing is inlined, and addresses are relative, so the program may
 * serve `dist` under any path.
 */
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [turboWithoutInlineStyle()],
  build: {
    outDir: "dist",
    assetsDir: "",
    manifest: "manifest.json",
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    // Baseline 2024: light-dark(), container queries, :has(), native dialog.
    target: ["chrome123", "edge123", "firefox125", "safari17.5"],
    rollupOptions: {
      input: { app: "src/app.ts", style: "src/app.css" },
    },
  },
});
