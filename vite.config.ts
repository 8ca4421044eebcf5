// @ts-expect-error The types of Node are not installed for this one line.
import { readFileSync } from "node:fs";

import { defineConfig } from "vite";

/** Files that pages outside Django (the error pages of `front`) name by hand, so their names carry no hash. */
const FIXED = new Set(["front.css"]);

const LICENCES = [
  ["/node_modules/pannellum/", "node_modules/pannellum/COPYING"],
  ["/node_modules/hls.js/", "node_modules/hls.js/LICENSE"],
] as const;

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
        player: "web/player.ts",
        camera: "web/camera.ts",
      },
      output: {
        // The licences of the viewer and of what plays travel with their code.
        postBanner: (chunk) => {
          const licence = LICENCES.find(([part]) => chunk.moduleIds.some((id) => id.includes(part)));
          return licence ? `/*!\n${readFileSync(licence[1], "utf8")}*/` : "";
        },
        entryFileNames: "assets/[name]-[hash:8].js",
        chunkFileNames: "assets/[name]-[hash:8].js",
        assetFileNames: (asset) =>
          asset.names.some((name) => FIXED.has(name)) ? "[name][extname]" : "assets/[name]-[hash:8][extname]",
      },
    },
  },
});
