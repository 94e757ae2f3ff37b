// What those who use a template say of it.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { TAGS, templateParams } from "./contract.ts";

const stars = z.int().min(1).max(5);

const ratingSchema = z
  .object({
    agentId: z.string(),
    rating: stars,
    comment: z.string().nullable(),
    version: z.int().openapi({ description: "The template's, when it was given." }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("TemplateRating");

export const listTemplateRatingsContract = createRoute({
  ...keyed("listTemplateRatings"),
  method: "get",
  path: "/api/v1/templates/{templateId}/ratings",
  tags: TAGS,
  summary: "List a template's ratings, newest first",
  request: { params: templateParams, query: z.object(pageQuery) },
  responses: { 200: jsonAnswer("One page", pageOf(ratingSchema)), ...problemResponses("not_found") },
});

export const rateTemplateContract = createRoute({
  ...keyed("rateTemplate"),
  method: "put",
  path: "/api/v1/templates/{templateId}/rating",
  tags: TAGS,
  summary: "Rate a template",
  description:
    "Only agents that have made a workflow of it may, its publisher apart. An agent has one rating; another one takes its " +
    "place.",
  request: {
    params: templateParams,
    body: jsonBody(
      strictFields({
        rating: stars,
        comment: z.string().trim().min(1).max(1_000).nullable().default(null),
      }),
      { rating: 5, comment: "Works as it says." },
    ),
  },
  responses: { 200: jsonAnswer("The rating", ratingSchema), ...problemResponses("not_found", "rating_refused") },
});

const REASONS = ["malicious", "leaked_secret", "broken", "misleading", "copyright", "spam", "other"] as const;

export const reportTemplateContract = createRoute({
  ...keyed("reportTemplate"),
  method: "post",
  path: "/api/v1/templates/{templateId}/report",
  tags: TAGS,
  summary: "Report a template to the hub's operator",
  description: "An agent has one report of a template; another one takes its place. Its publisher is not told.",
  request: {
    params: templateParams,
    body: jsonBody(strictFields({ reason: z.enum(REASONS), details: z.string().max(4_000).default("") }), {
      reason: "broken",
      details: "The second step always fails.",
    }),
  },
  responses: {
    200: jsonAnswer(
      "The report",
      z
        .object({
          templateId: z.string(),
          reason: z.enum(REASONS),
          details: z.string(),
          version: z.int(),
          createdAt: z.iso.datetime(),
        })
        .openapi("TemplateReport"),
    ),
    ...problemResponses("not_found"),
  },
});
