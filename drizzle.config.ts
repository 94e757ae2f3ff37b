import { defineConfig } from "drizzle-kit";

export default defineConfig({ dialect: "sqlite", schema: "./api/platform/schema.ts", out: "./migrations" });
