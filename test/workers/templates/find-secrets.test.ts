import { describe, expect, test } from "vitest";
import { findSecrets } from "../../../api/templates/find-secrets.ts";

const some = (length: number) => "a1B2".repeat(length).slice(0, length);
const placesOf = (value: Parameters<typeof findSecrets>[0]) =>
  findSecrets(value, "", 100).map(({ pointer }) => pointer);

describe("what looks like a credential is found wherever it stands, and never said again", () => {
  test.each([
    ["a key of the hub", `nxc_live_${some(30)}`],
    ["a key of a model's provider", `sk-${some(40)}`],
    ["the same of another", `sk-ant-${some(40)}`],
    ["a Stripe key", `sk_live_${some(24)}`],
    ["a GitHub token", `ghp_${some(36)}`],
    ["a Slack token", `xoxb-${some(12)}`],
    ["an AWS key", `AKIA${"A1B2".repeat(4)}`],
    ["a Google key", `AIza${some(35)}`],
    ["a JSON Web Token", `eyJ${some(20)}.eyJ${some(20)}.${some(20)}`],
    ["a private key", ["-----BEGIN RSA", "PRIVATE KEY-----\nMII"].join(" ")],
    ["a request's credentials", `Bearer ${some(20)}`],
    ["a URL with a password", "https://me:hunter2@db.example.com/"],
    ["a URL with a token", `https://api.example.com/?x=1&access_token=${some(20)}`],
  ])("%s", (_what, secret) => {
    const value = { steps: [{ arguments: { text: `use ${secret} here` } }] };
    const found = findSecrets(value, "", 100);
    expect(found.map(({ pointer }) => pointer)).toEqual(["/steps/0/arguments/text"]);
    expect(JSON.stringify(found)).not.toContain(secret);
  });
});

test("a literal under a name that says so is found, in a list of headers and in a schema too", () => {
  expect(placesOf({ headers: { "X-Api-Key": "letmein" } })).toEqual(["/headers/X-Api-Key"]);
  expect(placesOf({ clientSecret: ["one", "two"] })).toEqual(["/clientSecret/0", "/clientSecret/1"]);
  expect(placesOf({ headers: [{ name: "Authorization", value: "letmein" }] })).toEqual(["/headers/0/value"]);
  const schema = { properties: { password: { type: "string", default: "letmein" } } };
  expect(placesOf(schema)).toEqual(["/properties/password/default"]);
});

test("what only speaks of credentials is none", () => {
  for (const harmless of [
    { token: "{{input.token}}" },
    { authorization: "Bearer {{input.token}}" },
    { url: "https://api.example.com/?token={{input.token}}" },
    { properties: { password: { type: "string", description: "The password." } }, required: ["password"] },
    { maxTokens: 100, tokens: "many", text: "Ask for a token, then a password." },
    { password: "" },
    { url: "https://example.com/a:b@c" },
  ]) {
    expect(placesOf(harmless)).toEqual([]);
  }
});

test("a megabyte of beginnings that never end is looked through in no time at all", () => {
  for (const text of ["eyJ", "://a:", "sk-", "Bearer ", "?token=", "-----BEGIN "]) {
    expect(placesOf({ text: text.repeat(1_000_000 / text.length) }).length).toBeLessThanOrEqual(1);
  }
});
