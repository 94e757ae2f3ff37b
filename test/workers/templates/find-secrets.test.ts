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
    ["a Twilio key", `SK${"0a1b".repeat(8)}`],
    ["a Telegram bot's token", `https://api.telegram.org/bot123456789:AA${some(33)}/send`],
    ["a key of a service", `shpat_${some(32)}`],
    ["a user's name and password", `Basic ${btoa("bob:pw")}`],
    ["a URL with a token for a user", `https://${some(32)}@api.example.com/`],
    ["a URL with a client's secret", `https://api.example.com/?client_secret=${some(20)}`],
    ["a signed URL", `https://b.s3.amazonaws.com/a?X-Amz-Signature=${some(64)}`],
    ["a URL with a key", `https://api.example.com/?key=${some(32)}`],
    ["a password in prose", `password: ${some(20)}`],
    ["a connection's key", `AccountName=a;AccountKey=${some(40)}==`],
    ["a token in base64", btoa(`token ghp_${some(36)}`)],
    [
      "a key in base64 for URLs",
      btoa(`{"k":"sk-${some(40)}"}`)
        .replaceAll("+", "-")
        .replaceAll("/", "_"),
    ],
    ["a key behind percent signs", `x%3Dghp_${some(36)}`],
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
  expect(placesOf({ headers: [{ key: "X-Api-Key", value: "letmein" }] })).toEqual(["/headers/0/value"]);
  expect(placesOf({ headers: [["Authorization", "letmein"]] })).toEqual(["/headers/0/1"]);
  expect(placesOf({ credentials: { value: "letmein" }, password: 12_345_678 })).toEqual([
    "/credentials/value",
    "/password",
  ]);
  for (const name of ["secret_key", "pwd", "pass", "signingKey", "connectionString", "X-Auth-Key", "slackToken"]) {
    expect(placesOf({ [name]: "letmein" })).toEqual([`/${name}`]);
  }
  const schema = { properties: { password: { type: "string", default: "letmein" } } };
  expect(placesOf(schema)).toEqual(["/properties/password/default"]);
});

test("a default or a literal in the place of a secret is found, by what is read and by where it goes", () => {
  expect(placesOf({ q: '{{input.apiKey ?? "letmein"}}', password: '{{ input.p ?? "letmein" }}' })).toEqual([
    "/password",
    "/q",
  ]);
  expect(placesOf({ apiKey: `{{= "key-" & "${some(24)}" }}` })).toEqual(["/apiKey"]);
  expect(placesOf({ apiKey: '{{= $lookup($input.keys, "the-key-of-this-service") }}' })).toEqual([]);
  expect(placesOf({ q: '{{input.lang ?? "en"}}', password: '{{input.password ?? ""}}' })).toEqual([]);
});

test("one that is the name of a member is said by the place of what has the member", () => {
  const secret = `ghp_${some(36)}`;
  const found = findSecrets({ deep: { [secret]: { password: "letmein" } } }, "", 100);
  expect(found.map(({ pointer }) => pointer)).toEqual(["/deep"]);
  expect(JSON.stringify(found)).not.toContain(secret);
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
    { url: "https://example.com/@somebody-with-a-long-name@example.com?key=created_at&page_token=abcdefghijkl" },
    { text: "Basic understanding: the bearer of good news. Secret: none-that-i-would-know-of" },
    { hash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", stop_token: "<end>" },
    { required: ["password", "email"], authorization: "{{= 'Bearer ' & $input.token }}" },
  ]) {
    expect(placesOf(harmless)).toEqual([]);
  }
});

test("a megabyte of beginnings that never end is looked through in no time at all", () => {
  const beginnings = [
    "eyJ",
    "://a:",
    "sk-",
    "Bearer ",
    "?token=",
    "-----BEGIN ",
    "?a_",
    "?key=a",
    "secret=a",
    "%41",
    "://a",
    "Basic a:",
  ];
  for (const text of [...beginnings, "a", "x??", "{{x??"]) {
    expect(placesOf({ text: text.repeat(1_000_000 / text.length) }).length).toBeLessThanOrEqual(1);
  }
});
