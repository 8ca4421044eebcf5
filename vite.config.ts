// @ts-expect-error The types of Node are not installed for this one line.
import { readFileSync } from "node:fs";

import { defineConfig } from "vite";

/** Files that pages outside Django (the error pages of `front`) name by hand, so their names carry no hash. */
const FIXED = new Set(["front.css"]);

export default defineConfig({
  root: "web",
  base: "/static/dist/",
  publicDir: false,
  clearScreen: false,
  logLevel: "warn",
  build: {
    outDir: "../src/sixianghui/ui/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    // Old kernels inside WeChat and the double-core browsers of government offices.
    target: "es2019",
    cssTarget: ["chrome69", "safari12.1"],
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: {
      input: {
        draft: "web/islands/desk-draft.ts",
        main: "web/main.ts",
        prefs: "web/prefs.ts",
        front: "web/front.css",
        desk: "web/desk.css",
        panorama: "web/panorama.ts",
      },
      output: {
        // The licence of the viewer travels with its code.
        postBanner: (chunk) =>
          chunk.name === "panorama" ? `/*!\n${readFileSync("node_modules/pannellum/COPYING", "utf8")}*/` : "",
        entryFileNames: "assets/[name]-[hash:8].js",
        chunkFileNames: "assets/[name]-[hash:8].js",
        assetFileNames: (asset) =>
          asset.names.some((name) => FIXED.has(name)) ? "[name][extname]" : "assets/[name]-[hash:8][extname]",
      },
    },
  },
});
