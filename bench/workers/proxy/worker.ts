// The least that a gateway can do: read the call, pass it on, answer. PROVIDER is the tool's endpoint.

export default {
  async fetch(request: Request, env: { PROVIDER: string }): Promise<Response> {
    const { arguments: args } = await request.json<{ arguments: unknown }>();
    const headers = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    const answer = await fetch(env.PROVIDER, { method: "POST", headers, body: JSON.stringify(args) });
    return Response.json({ status: "success", result: await answer.json() });
  },
};
