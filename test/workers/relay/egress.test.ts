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
  "http://127.0.0.1./",
  "http://017700000001/",
  "http://0x7f.0x0.0x0.0x1/",
  "http://[::ffff:127.0.0.1]/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://loc\u00adalhost/",
  "http://\u24dbocalhost/",
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
  // IPv4 in other clothes.
  "https://167772161/",
  "https://2852039166/",
  "https://0251.0376.0251.0376/",
  "https://0xa9.0xfe.0xa9.0xfe/",
  "https://169.254.43518/",
  "https://10.1/",
  "https://10.0.0.1./",
  "https://10.0.0.1../",
  "https://%31%30.0.0.1/",
  "https://10%2e0%2e0%2e1/",
  "https://\uff11\uff10.0.0.1/",
  "https://10\u30020\u30020\u30021/",
  "https://\u2460\u24ea.0.0.1/",
  "https:10.0.0.1",
  "https:///10.0.0.1/",
  "https:\\\\10.0.0.1/",
  "https://10.0.0.1#@example.com/",
  "https://10.0.0.1\\@example.com/",
  "https://256.256.256.256/",
  "https://1.2.3.4.5/",
  // IPv4 in IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo.
  "https://[::ffff:a9fe:a9fe]/",
  "https://[::10.0.0.1]/",
  "https://[::7f00:1]/",
  "https://[::ffff:0:10.0.0.1]/",
  "https://[64:ff9b::7f00:1]/",
  "https://[64:ff9b:1::1]/",
  "https://[2002:7f00:1::]/",
  "https://[2002:a00:1::1]/",
  "https://[2001:0:53aa:64c:0:0:f5ff:fffe]/",
  // Addresses that are given out for other things.
  "https://0/",
  "https://0.1.2.3/",
  "https://100.127.255.255/",
  "https://192.0.0.1/",
  "https://192.0.2.1/",
  "https://198.18.0.1/",
  "https://198.19.255.255/",
  "https://198.51.100.1/",
  "https://203.0.113.1/",
  "https://192.88.99.1/",
  "https://239.255.255.255/",
  "https://240.0.0.1/",
  "https://[100::1]/",
  "https://[2001:2::1]/",
  "https://[2001:10::1]/",
  "https://[2001:db8::1]/",
  "https://[3fff::1]/",
  "https://[5f00::1]/",
  "https://[fd12:3456::1]/",
  "https://[fec0::1]/",
  "https://[ff02::1]/",
  "https://[fe80::1%25eth0]/",
  "https://[4000::1]/",
  // What a cloud tells its machines.
  "https://metadata/",
  "https://metadata.google.internal/",
  "https://metadata.goog/",
  "https://instance-data.ec2.internal/",
  "https://100.100.100.200/",
  "https://168.63.129.16/",
  "https://192.0.0.192/",
  "https://[fd00:ec2::254]/",
  "https://host.docker.internal/",
  "https://kubernetes.default.svc/",
  "https://kubernetes.default.svc.cluster.local/",
  // Names of no public zone, and names that are none.
  "https://localhost.localdomain/",
  "https://wiki.corp/",
  "https://nas.home/",
  "https://a.test/",
  "https://a.invalid/",
  "https://example.com../",
  "https://.example.com/",
  "https://a..example.com/",
  "https://localhost%00.example.com/",
  // Credentials, and other schemes.
  "https://user@example.com/",
  "https://:secret@example.com/",
  "https://example.com:secret@10.0.0.1/",
  "wss://example.com/",
  "gopher://example.com/",
  "blob:https://example.com/x",
  "nexus:echo",
  "https://example.com:99999/",
];

// Not in the table: a public name that resolves to a private address (localtest.me, 10.0.0.1.nip.io). A Worker cannot see
// what a name resolves to.

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
