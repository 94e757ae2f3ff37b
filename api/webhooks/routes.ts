import type { RouteHandler } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv, KeyedEnv } from "../http/context.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { admittedOr429, rateHeaders } from "../http/rate-limit.ts";
import { namedOf } from "../http/some-of.ts";
import { ownsWorkflow } from "../workflows/find-workflow.ts";
import type {
  createWebhookContract,
  deleteWebhookContract,
  getWebhookContract,
  listAllWebhooksContract,
  listWebhookDeliveriesContract,
  listWebhooksContract,
  receiveWebhookContract,
  replaceWebhookContract,
  rotateWebhookSecretContract,
} from "./contract.ts";
import { deleteWebhook as remove } from "./delete-webhook.ts";
import { inboxOf } from "./inboxes.ts";
import { receiveMessage } from "./receive-message.ts";
import { createWebhook as create, replaceWebhook as replace, rotateSecret } from "./save-webhook.ts";
import { listWebhooksOf, selectOwnWebhook } from "./store.ts";
import { VERDICTS, type Webhook } from "./webhook.ts";

export const createWebhook: RouteHandler<typeof createWebhookContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const { agentId } = c.get("principal");
  const { workflowId } = c.req.valid("param");
  const { input = BODY, ...rest } = c.req.valid("json");
  if (!(await ownsWorkflow(services.db, workflowId, agentId))) throw noWorkflow();
  const { webhook, secret } = await create(services, agentId, workflowId, { ...rest, input });
  const Location = `/api/v1/workflows/${workflowId}/webhooks/${webhook.id}`;
  return c.json({ ...present(c, webhook), secret }, 201, { Location });
};

export const listWebhooks: RouteHandler<typeof listWebhooksContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { agentId } = c.get("principal");
  const { workflowId } = c.req.valid("param");
  const { limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  if (!(await ownsWorkflow(db, workflowId, agentId))) throw noWorkflow();
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    listWebhooksOf(db, agentId, workflowId, { limit: rowCount, position }),
  );
  return c.json({ data: rows.map((webhook) => present(c, webhook)), nextCursor }, 200);
};

export const listAllWebhooks: RouteHandler<typeof listAllWebhooksContract, KeyedEnv> = async (c) => {
  const { limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    listWebhooksOf(c.get("services").db, c.get("principal").agentId, null, { limit: rowCount, position }),
  );
  return c.json({ data: rows.map((webhook) => present(c, webhook)), nextCursor }, 200);
};

export const getWebhook: RouteHandler<typeof getWebhookContract, KeyedEnv> = async (c) => {
  const { workflowId, webhookId } = c.req.valid("param");
  const found = await selectOwnWebhook(c.get("services").db, c.get("principal").agentId, workflowId, webhookId);
  return c.json(present(c, found?.webhook ?? notFound()), 200);
};

export const replaceWebhook: RouteHandler<typeof replaceWebhookContract, KeyedEnv> = async (c) => {
  const { workflowId, webhookId } = c.req.valid("param");
  const { input = BODY, ...rest } = c.req.valid("json");
  const asked = { ...rest, input };
  const webhook = await replace(c.get("services"), c.get("principal").agentId, workflowId, webhookId, asked);
  return c.json(present(c, webhook ?? notFound()), 200);
};

export const deleteWebhook: RouteHandler<typeof deleteWebhookContract, KeyedEnv> = async (c) => {
  const { workflowId, webhookId } = c.req.valid("param");
  if (!(await remove(c.get("services"), c.get("principal").agentId, workflowId, webhookId))) notFound();
  return c.body(null, 204);
};

export const rotateWebhookSecret: RouteHandler<typeof rotateWebhookSecretContract, KeyedEnv> = async (c) => {
  const { workflowId, webhookId } = c.req.valid("param");
  const rotated = await rotateSecret(c.get("services"), c.get("principal").agentId, workflowId, webhookId);
  return c.json(rotated ?? notFound(), 201);
};

export const listWebhookDeliveries: RouteHandler<typeof listWebhookDeliveriesContract, KeyedEnv> = async (c) => {
  const { workflowId, webhookId } = c.req.valid("param");
  const { limit, cursor, verdict } = c.req.valid("query");
  const position = readCursor(cursor);
  const verdicts = namedOf(VERDICTS, verdict);
  const found = await selectOwnWebhook(c.get("services").db, c.get("principal").agentId, workflowId, webhookId);
  if (found === null) notFound();
  const { rows, nextCursor } = await readPage(limit, async (rowCount) => [
    ...(await inboxOf(c.env, webhookId).list(rowCount, position, verdicts)),
  ]);
  return c.json({ data: rows, nextCursor }, 200);
};

export const receiveWebhook: RouteHandler<typeof receiveWebhookContract, AppEnv> = async (c) => {
  const message = {
    headers: c.req.raw.headers,
    bytes: new Uint8Array(await c.req.arrayBuffer()),
    body: c.req.valid("json"),
    query: c.req.query(),
  };
  const admitted = await receiveMessage(c.get("services"), c.req.valid("param").webhookId, message);
  return c.json(admittedOr429(admitted), 202, rateHeaders(admitted.rate));
};

/** What the input is where nothing is said. */
const BODY = "{{input.body}}";

function present(c: Context, kept: Webhook) {
  const { agentId: _, ...webhook } = kept;
  return { ...webhook, url: new URL(`/hooks/${webhook.id}`, c.req.url).toString() };
}

function noWorkflow(): Problem {
  return new Problem("not_found", "You have no workflow of this id.");
}

function notFound(): never {
  throw new Problem("not_found", "Your workflow has no webhook of this id.");
}
