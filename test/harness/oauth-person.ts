// The person in front of an OAuth client: opens the consent page in their browser, shows their agent's key, allows.

/** Gives where the browser is sent with the answer. */
export async function consent(authorizationUrl: string | URL, apiKey: string): Promise<URL> {
  const page = await fetch(authorizationUrl, { redirect: "manual" });
  const text = await page.text();
  if (page.status !== 200) throw new Error(`the consent page answered ${page.status}: ${text}`);
  const [, token = ""] = /name="form_token" value="([^"]*)"/.exec(text) ?? [];
  const [cookie = ""] = (page.headers.get("set-cookie") ?? "").split(";");
  const answer = await fetch(authorizationUrl, {
    method: "POST",
    body: new URLSearchParams({ form_token: token, api_key: apiKey, decision: "allow" }),
    headers: { Cookie: cookie, Origin: new URL(authorizationUrl).origin },
    redirect: "manual",
  });
  const location = answer.headers.get("location");
  if (answer.status !== 303 || location === null) throw new Error(`consent answered ${answer.status}`);
  return new URL(location);
}
