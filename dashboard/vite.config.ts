import { join } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `npm run dashboard` finds a hub, for working on the pages. */
const HUB = process.env["HUB"] ?? "http://127.0.0.1:8787";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: join(import.meta.dirname, "../dist/dashboard"),
    emptyOutDir: true,
    // What is inlined as data: the Content-Security-Policy would refuse.
    assetsInlineLimit: 0,
    manifest: true,
  },
  server: { proxy: { "/api": { target: HUB, ws: true }, "/openapi.json": HUB, "/docs": HUB } },
});
