import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
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

/** Put a compressed copy beside each text file, which the server sends to who takes it. */
function compressed(): Plugin {
  return {
    name: "weitu-compressed",
    apply: "build",
    writeBundle({ dir = "dist" }) {
      for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
        if (!/\.(js|css|svg|html)$/.test(name)) continue;
        const file = join(dir, name);
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [swaggerUi(), compressed()],
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
