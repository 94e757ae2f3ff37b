// The webhooks of a workflow, as its page asks for them.

import { infiniteQueryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { answerOf, hub, type Schema } from "./hub.ts";

export type Webhook = Schema<"Webhook">;
export type Delivery = Schema<"WebhookDelivery">;
export type NewWebhook =
  paths["/api/v1/workflows/{workflowId}/webhooks"]["post"]["requestBody"]["content"]["application/json"];

export const webhooksKey = (workflowId: string) => ["webhooks", workflowId];

export const webhookPagesQuery = (workflowId: string) =>
  infiniteQueryOptions({
    queryKey: webhooksKey(workflowId),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { workflowId }, query: pageParam === undefined ? {} : { cursor: pageParam } };
      return answerOf(hub.GET("/api/v1/workflows/{workflowId}/webhooks", { params, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

type Of = Pick<Webhook, "workflowId" | "id">;
const at = ({ workflowId, id }: Of) => ({ path: { workflowId, webhookId: id } });

/** What came of its messages, newest first. Among the runs, since most become one: it is read again as those are. */
export const deliveryPagesQuery = (of: Of) =>
  infiniteQueryOptions({
    queryKey: ["runs", "deliveries", of.id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const params = { ...at(of), query: pageParam === undefined ? {} : { cursor: pageParam } };
      return answerOf(hub.GET("/api/v1/workflows/{workflowId}/webhooks/{webhookId}/deliveries", { params, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

/** @returns the webhook with its secret, which nobody sees again */
export const createWebhook = (workflowId: string) => (body: NewWebhook) =>
  answerOf(hub.POST("/api/v1/workflows/{workflowId}/webhooks", { params: { path: { workflowId } }, body }));

/** Address and secret stay, unless another secret is given. */
export const replaceWebhook = (of: Of) => (body: NewWebhook) =>
  answerOf(hub.PUT("/api/v1/workflows/{workflowId}/webhooks/{webhookId}", { params: at(of), body }));

/** @returns the new secret, which nobody sees again */
export const rotateSecret = (of: Of) => () =>
  answerOf(hub.POST("/api/v1/workflows/{workflowId}/webhooks/{webhookId}/secret", { params: at(of) }));

export const deleteWebhook = (of: Of) => () =>
  answerOf(hub.DELETE("/api/v1/workflows/{workflowId}/webhooks/{webhookId}", { params: at(of) }));

/** As its owner writes it, but for the secret. */
export function writtenOf({ name, verification, filter, input, version, maxPerMinute, enabled }: Webhook): NewWebhook {
  return { name, verification, filter, input, version, maxPerMinute, enabled };
}
