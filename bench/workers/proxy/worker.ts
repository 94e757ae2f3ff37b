// The least that a gateway can do: read the call, pass it on, answer, or let a stream through. PROVIDER is the tool's
// endpoint.

export default {
  async fetch(request: Request, env: { PROVIDER: string }): Promise<Response> {
    const { arguments: args } = await request.json<{ arguments: unknown }>();
    const headers = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    const answer = await fetch(new URL(new URL(request.url).pathname, env.PROVIDER), {
      method: "POST",
      headers,
      body: JSON.stringify(args),
    });
    if (answer.headers.get("content-type") === "text/event-stream") return new Response(answer.body, answer);
    return Response.json({ status: "success", result: await answer.json() });
  },
};
