// The dashboard: the files that its build made, and its one page at every path that a browser asks a page of. What the
// page shows, it reads over the API like any other client.

import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv } from "../http/context.ts";
import { refuseRoute } from "../http/refuse.ts";

/** The build names these files after their content. */
const FILE = "/assets/*";
/** Where programs ask: a wrong path there is told as a problem, not shown as a page. */
const NOT_A_PAGE = /^\/(api|mcp|v0|v0\.1|oauth|\.well-known|docs|assets|hooks|metrics)(\/|$)|\.[a-z]+$/;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export function dashboardRoutes(app: OpenAPIHono<AppEnv>): void {
  app.get(FILE, async (c) => {
    const file = await fileAt(c, c.req.path);
    if (file === null) return refuseRoute(c);
    file.headers.set("Cache-Control", "public, max-age=31536000, immutable");
    file.headers.set("X-Content-Type-Options", "nosniff");
    return file;
  });
  app.get("/", (c) => showPage(c));
}

/** For whatever no route took: the page where a browser asks for one, a problem otherwise. */
export async function pageOrProblem(c: Context<AppEnv>): Promise<Response> {
  const isForPage = c.req.method === "GET" && (c.req.header("accept") ?? "").includes("text/html");
  return isForPage && !NOT_A_PAGE.test(c.req.path) ? showPage(c) : refuseRoute(c);
}

async function showPage(c: Context<AppEnv>): Promise<Response> {
  const page = await fileAt(c, "/index.html");
  if (page === null) return refuseRoute(c);
  page.headers.set("Content-Security-Policy", POLICY);
  page.headers.set("X-Content-Type-Options", "nosniff");
  page.headers.set("Referrer-Policy", "no-referrer");
  page.headers.set("Cache-Control", "no-cache");
  return page;
}

/** Null where the build has no such file. */
async function fileAt(c: Context<AppEnv>, path: string): Promise<Response | null> {
  const found = await c.env.ASSETS.fetch(new URL(path, c.req.url));
  return found.ok ? new Response(found.body, found) : null;
}
