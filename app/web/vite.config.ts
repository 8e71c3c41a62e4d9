import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The files of Swagger UI that the server's page at /docs loads. */
const SWAGGER_FILES = ["swagger-ui-bundle.js", "swagger-ui.css"];

/** Put Swagger UI into dist/docs/, so that the server can show its API without asking another host. */
function swaggerUi(): Plugin {
  const require = createRequire(import.meta.url);
  return {
    name: "weitu-swagger-ui",
    apply: "build",
    generateBundle() {
      for (const file of SWAGGER_FILES) {
        const source = readFileSync(require.resolve(`swagger-ui-dist/${file}`));
        this.emitFile({ type: "asset", fileName: `docs/${file}`, source });
      }
    },
  };
}

export default defineConfig({
  plugins: [swaggerUi()],
  build: {
    // The page holds under default-src 'self', which allows no data: address, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Cytoscape is one library of about this size; it loads only when a graph is drawn.
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: { "/api": "http://127.0.0.1:8000" },
  },
  test: {
    include: ["test/**/*.test.ts"],
  },
});
