// A request to a hub as whoever writes no client makes it.

/** What the hub answers; an answer that is no success is thrown, with its status. `key`: empty where none is shown. */
// oxlint-disable-next-line typescript/no-explicit-any -- what an answer holds is what the tests are about
export async function askHub(url: string, method: string, path: string, key: string, body?: object): Promise<any> {
  const headers = { "Content-Type": "application/json", ...(key !== "" && { Authorization: `Bearer ${key}` }) };
  const response = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
