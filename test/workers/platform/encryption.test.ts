import { describe, expect, test } from "vitest";
import { keep, openKept, seal, unseal } from "../../../api/platform/encryption.ts";

const [one, two] = ["A", "B"].map((letter) => `${letter.repeat(42)}A=`);
const context = "agent_a/tool_a";

test("what is sealed opens under the same key and context, and never looks the same twice", async () => {
  const sealed = [await seal(`1:${one}`, "s3cret ✓", context), await seal(`1:${one}`, "s3cret ✓", context)];
  expect(new Set(sealed).size).toBe(2);
  for (const text of sealed) {
    expect(text).not.toContain("s3cret");
    expect(await unseal(`1:${one}`, text ?? "", context)).toBe("s3cret ✓");
  }
});

test("the newest master key seals, an older one still opens", async () => {
  const old = (await seal(`1:${one}`, "x", context)) ?? "";
  const both = `2:${two},1:${one}`;
  expect(await unseal(both, old, context)).toBe("x");
  const anew = (await seal(both, "x", context)) ?? "";
  expect(await unseal(`2:${two}`, anew, context)).toBe("x");
  expect(await unseal(`1:${one}`, anew, context)).toBeNull();
});

test("neither another context, nor another key under the same version, nor a changed text opens it", async () => {
  const sealed = (await seal(`1:${one}`, "a text", context)) ?? "";
  expect(await unseal(`1:${one}`, sealed, "agent_a/tool_b")).toBeNull();
  expect(await unseal(`1:${two}`, sealed, context)).toBeNull();
  for (let at = 0; at < sealed.length; at += 7) {
    const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
    expect(await unseal(`1:${one}`, changed, context)).toBeNull();
  }
  for (const odd of ["", "1.1", "1.1..", "x"]) expect(await unseal(`1:${one}`, odd, context)).toBeNull();
});

test.each([undefined, "", "1", "1:short", `x:${one}`, "{}"])(
  "nothing is sealed with the master keys %j",
  async (keys) => {
    expect(await seal(keys, "x", context)).toBeNull();
  },
);

describe("a secret that must be kept with or without a master key", () => {
  test("is sealed once there is one, and anew under the newest", async () => {
    const bare = await keep(undefined, "whsec_x", context);
    expect(bare).toBe("whsec_x");
    expect(await openKept(undefined, bare, context)).toEqual({ text: "whsec_x", kept: "whsec_x" });

    const first = await openKept(`1:${one}`, bare, context);
    expect(first).toEqual({ text: "whsec_x", kept: expect.stringMatching(/^1\.1\./) });
    expect(await openKept(`1:${one}`, first?.kept ?? "", context)).toEqual(first);

    const second = await openKept(`2:${two},1:${one}`, first?.kept ?? "", context);
    expect(second).toEqual({ text: "whsec_x", kept: expect.stringMatching(/^1\.2\./) });
    expect(await openKept(`2:${two}`, second?.kept ?? "", context)).toEqual(second);
  });

  test("does not open once its master key is gone, or in another place", async () => {
    const kept = await keep(`1:${one}`, "whsec_x", context);
    expect(await openKept(undefined, kept, context)).toBeNull();
    expect(await openKept(`2:${two}`, kept, context)).toBeNull();
    expect(await openKept(`1:${one}`, kept, "elsewhere")).toBeNull();
  });
});
