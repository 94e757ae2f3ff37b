import { describe, expect, test } from "vitest";
import { egressFault } from "../../../api/relay/egress.ts";

const publicUrls = [
  "https://tools.example.com/search",
  "https://tools.example.com:8443/search?x=1#y",
  "https://93.184.216.34/",
  "https://[2606:2800:220:1:248:1893:25c8:1946]/",
  "https://EXAMPLE.COM./",
];

const loopbackUrls = [
  "http://127.0.0.1:9090/",
  "http://localhost:9090/",
  "https://localhost/",
  "http://127.8.9.10/",
  "http://[::1]:9090/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://localhost./",
];

const neverUrls = [
  "",
  "/relative",
  "example.com",
  "ftp://example.com/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "data:text/plain,hi",
  "ws://example.com/",
  "https://user:secret@example.com/",
  "http://example.com/",
  "https://10.0.0.1/",
  "https://172.16.0.1/",
  "https://192.168.1.1/",
  "https://169.254.169.254/latest/meta-data/",
  "https://100.64.0.1/",
  "https://0.0.0.0/",
  "https://255.255.255.255/",
  "https://224.0.0.1/",
  "https://[fc00::1]/",
  "https://[fe80::1]/",
  "https://[::]/",
  "https://[::ffff:10.0.0.1]/",
  "https://[64:ff9b::10.0.0.1]/",
  "https://0xa000001/",
  "https://intranet/",
  "https://printer.local/",
  "https://db.internal/",
  "https://db.internal./",
  "https://router.lan/",
  "https://nas.home.arpa/",
  "https://xyz.onion/",
];

describe("public egress", () => {
  test.each(publicUrls)("calls %s", (url) => expect(egressFault(url, "public")).toBeNull());
  test.each([...neverUrls, ...loopbackUrls])("does not call %s", (url) =>
    expect(egressFault(url, "public")).toMatch(/^\S.*\.$/),
  );
});

describe("loopback egress", () => {
  test.each([...publicUrls, ...loopbackUrls])("calls %s", (url) => expect(egressFault(url, "loopback")).toBeNull());
  test.each(neverUrls)("does not call %s", (url) => expect(egressFault(url, "loopback")).toMatch(/^\S.*\.$/));
});

test("what is said of a URL never repeats its credentials", () => {
  expect(egressFault("https://user:s3cret@example.com/", "public")).not.toContain("s3cret");
});
