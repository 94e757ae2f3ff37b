// Where the hub may send a request. A Worker cannot pin a resolved address, so what is guarded is the URL:
// its scheme, its host in the form that the URL parser settles on, and each redirect anew. A public name that resolves
// to a private address cannot be told from here: on Cloudflare it leads nowhere; who hosts the hub inside a network of
// its own has that network to guard.

import ipaddr from "ipaddr.js";

/** `public`: https to public addresses only. `loopback`: this machine too, over http as well. */
export type Egress = "public" | "loopback";

/** Names that resolve on private networks whatever the public DNS says. */
const PRIVATE_SUFFIXES = [
  ".localhost",
  ".local",
  ".localdomain",
  ".internal",
  ".intranet",
  ".lan",
  ".home",
  ".home.arpa",
  ".corp",
  ".private",
  ".svc",
  ".test",
  ".invalid",
  ".onion",
];

/** Public by their form, and yet a cloud's own services to the machine that asks. */
const METADATA_HOSTS = ["metadata.goog", "168.63.129.16"];

/** All of IPv6 that is given out to anybody; outside it are, among others, IPv4 addresses in forms of old (`::a.b.c.d`). */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** The verdicts on the URLs that were asked for last; a verdict never changes. */
const verdicts = new Map<string, string | null>();
const MAX_VERDICTS = 1_000;

/** Why the hub will not call this URL, in words for whoever gave it; null where it will. */
export function egressFault(url: string, egress: Egress): string | null {
  const key = `${egress} ${url}`;
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  if (verdicts.size >= MAX_VERDICTS) verdicts.clear();
  const verdict = judge(url, egress);
  verdicts.set(key, verdict);
  return verdict;
}

function judge(url: string, egress: Egress): string | null {
  const parsed = URL.parse(url);
  if (!parsed) return "It is not an absolute URL.";
  if (parsed.username !== "" || parsed.password !== "") return "It carries credentials; a URL is no place for them.";
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") return "Only https URLs can be called.";

  const host = parsed.hostname.replace(/\.$/, "").toLowerCase();
  if (egress === "loopback" && isLoopback(host)) return null;
  if (parsed.protocol !== "https:") return "Only https URLs can be called.";
  return isPublic(host) ? null : "Its host is not a public address.";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || addressOf(host)?.range() === "loopback";
}

function isPublic(host: string): boolean {
  if (METADATA_HOSTS.includes(host)) return false;
  const address = addressOf(host);
  if (address instanceof ipaddr.IPv6) return address.range() === "unicast" && address.match(GLOBAL_IPV6);
  if (address) return address.range() === "unicast";
  const labels = host.split(".");
  return labels.length > 1 && !labels.includes("") && !PRIVATE_SUFFIXES.some((suffix) => host.endsWith(suffix));
}

/** The address that a host is written as, an IPv4 address inside an IPv6 one unwrapped; null for a name. */
function addressOf(host: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const text = host.startsWith("[") ? host.slice(1, -1) : host;
  return ipaddr.isValid(text) ? ipaddr.process(text) : null;
}
