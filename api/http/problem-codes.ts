// Every code that an answer of the API can carry, with its status and how to mend it. docs/errors.md is this
// list in prose; a test compares the two. Codes are never renamed and never reused.

export interface ProblemKind {
  readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 410 | 412 | 413 | 415 | 422 | 424 | 426 | 429 | 500;
  readonly title: string;
  /** What whoever meets it should do. */
  readonly mend: string;
}

export const PROBLEMS = {
  malformed_json: {
    status: 400,
    title: "The body is not JSON",
    mend: "`detail` names the place or the reason. Send one JSON object in UTF-8, without comments or trailing commas.",
  },
  nesting_too_deep: {
    status: 400,
    title: "The body is nested too deeply",
    mend: "Keep objects and arrays within 64 levels; flatten the value or pass it as text.",
  },
  invalid_parameter: {
    status: 400,
    title: "A query parameter is not valid",
    mend: "`errors[].pointer` names the parameter, `errors[].message` what it takes. One that the operation does not have is refused too; the hint names those that it has.",
  },
  invalid_cursor: {
    status: 400,
    title: "The cursor is not valid",
    mend: "Use `nextCursor` of the page before exactly as it was given, or leave `cursor` out to start again.",
  },
  invalid_idempotency_key: {
    status: 400,
    title: "The Idempotency-Key is not valid",
    mend: "Send 1 to 255 visible ASCII characters, best a random UUID, or leave the header out.",
  },
  missing_key: {
    status: 401,
    title: "An API key is needed",
    mend: "Send `Authorization: Bearer nxc_live_…` (or `X-API-Key`). `POST /api/v1/agents` gives an agent its first key.",
  },
  invalid_key: {
    status: 401,
    title: "The API key is not valid",
    mend: "Check for a cut-off or mistyped key. A key that was revoked needs a successor: `POST /api/v1/keys`.",
  },
  expired_key: {
    status: 401,
    title: "The API key has expired",
    mend: "Create a new one with a key that is still valid: `POST /api/v1/keys`.",
  },
  invalid_token: {
    status: 401,
    title: "The token is not valid",
    mend: "`detail` says why. Get another one: `POST /api/v1/auth/token` with the API key.",
  },
  expired_token: {
    status: 401,
    title: "The token has expired",
    mend: "A token lives 15 minutes at most. Get another one: `POST /api/v1/auth/token` with the API key.",
  },
  invalid_session: {
    status: 401,
    title: "The session has ended",
    mend: "Sign in again: `POST /api/v1/auth/session` with an API key.",
  },
  metrics_token_needed: {
    status: 401,
    title: "The numbers are for the hub's operator",
    mend: "Send the hub's `METRICS_TOKEN`: `Authorization: Bearer …`. An API key does not do here.",
  },
  bad_signature: {
    status: 401,
    title: "The message does not show whom it is from",
    mend: "`detail` says what is missing or wrong. Sign with the webhook's secret, as its `verification` says.",
  },
  insufficient_scope: {
    status: 403,
    title: "The key lacks a scope",
    mend: "`detail` names the scope. Use a key that has it, or create one: `POST /api/v1/keys` with `scopes`.",
  },
  key_needed: {
    status: 403,
    title: "It takes the API key itself",
    mend: "A token or a session only stands for a key, which does not do here. Send the API key.",
  },
  forgery_suspected: {
    status: 403,
    title: "The request may be forged",
    mend: "From a page of the hub, send the session's `csrfToken` as `X-CSRF-Token`; from elsewhere, an API key.",
  },
  registration_closed: {
    status: 403,
    title: "Registration is closed",
    mend: "On this hub only who holds a key may register further agents. Ask its operator for one.",
  },
  route_not_found: {
    status: 404,
    title: "There is no such route",
    mend: "Compare method and path with `/openapi.json`; paths are case-sensitive and have no trailing slash.",
  },
  not_found: {
    status: 404,
    title: "There is nothing of this id",
    mend: "Check the id. What belongs to another agent and is not public answers the same way.",
  },
  method_not_allowed: {
    status: 405,
    title: "The path does not take this method",
    mend: "The `Allow` header lists the methods that it takes.",
  },
  not_acceptable: {
    status: 406,
    title: "There is no answer of the type that is accepted",
    mend: "Send `Accept: text/event-stream`, or `Upgrade: websocket`.",
  },
  run_settled: {
    status: 409,
    title: "The run has settled",
    mend: "A run that has ended takes no more signals. Start another one.",
  },
  run_unsettled: {
    status: 409,
    title: "The run has not settled yet",
    mend: "Wait until it has, or cancel it; then it can be deleted, and done again in part. From its `start` it can at any time.",
  },
  too_many_signals: {
    status: 409,
    title: "The run keeps too many signals",
    mend: "Signals that nothing waits for are kept, up to 1000, and payloads and results of a run are 8 MiB at most. Send more once the run has taken some, or smaller ones.",
  },
  handoff_state: {
    status: 409,
    title: "The handoff is in a state that does not allow this",
    mend: "`handoff.status` is its state, `handoff.possible` what you can do with it. Nothing was changed.",
  },
  tool_exists: {
    status: 409,
    title: "The tool exists already",
    mend: "An agent has one tool of a name and version: register a new version, or delete the old one first.",
  },
  server_exists: {
    status: 409,
    title: "The MCP server exists already",
    mend: "An agent has one MCP server of a name: take another name, or remove the other server first.",
  },
  registry_exists: {
    status: 409,
    title: "The MCP registry exists already",
    mend: "An agent has one MCP registry of a name: take another name, or remove the other registry first.",
  },
  entry_not_usable: {
    status: 409,
    title: "The server of the registry cannot be used",
    mend: "`detail` says why: its registry has deleted it, or it has no address that this hub may call. Take another one.",
  },
  change_outdated: {
    status: 409,
    title: "The change is no longer the one that was shown",
    mend: "Read `GET …/changes` again: the server changed the tool once more, or the change was decided already.",
  },
  idempotency_in_progress: {
    status: 409,
    title: "The first request with this Idempotency-Key is under way",
    mend: "Send the same again after `Retry-After` seconds. A request that broke off frees its key within two minutes.",
  },
  quota_reached: {
    status: 409,
    title: "The agent has as many as it may have",
    mend: "Nothing was stored. Delete what is not needed any more: tools, toolboxes, workflows, templates; revoke keys; cancel handoffs.",
  },
  key_not_valid: {
    status: 409,
    title: "The key is no longer valid",
    mend: "A revoked, expired or rotated key has no new successor. Create a key: `POST /api/v1/keys`.",
  },
  last_key: {
    status: 409,
    title: "The agent needs this key",
    mend: "It is the last valid one with `keys:write`. Rotate it, or create another one with this scope before.",
  },
  definition_changed: {
    status: 409,
    title: "The tool is not the one you pinned",
    mend: "Review `definition.changes`, then pin the hash in `definition.current`. The provider was not called.",
  },
  version_outdated: {
    status: 412,
    title: "The workflow has another version now",
    mend: "`detail` and `ETag` name it. Read the workflow again, and send the change with `If-Match` of that version.",
  },
  tool_gone: {
    status: 410,
    title: "The tool was deregistered",
    mend: "Use the tool in `successor`, if one is named; otherwise search for another: `GET /api/v1/mcp/tools?q=`.",
  },
  rating_refused: {
    status: 409,
    title: "The template is not the agent's to rate",
    mend: "Whoever has made a workflow of it may rate it, its publisher apart: `POST /api/v1/templates/{templateId}/instantiate`.",
  },
  template_changed: {
    status: 409,
    title: "The template was published at the same time",
    mend: "Others published the workflow again and again while this was stored. Read the template, and publish once more if it needs to be.",
  },
  callback_secret_missing: {
    status: 409,
    title: "There is nothing to sign callbacks with",
    mend: "`POST /api/v1/mcp/callbacks/secret` gives the agent's secret; receivers verify with it.",
  },
  body_too_large: {
    status: 413,
    title: "The body is too large",
    mend: "Keep it within the limit that `detail` names: 1 MiB (1,048,576 bytes) for most operations.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The body has the wrong type",
    mend: "Send `Content-Type: application/json`, uncompressed.",
  },
  invalid_request: {
    status: 422,
    title: "The body does not fit",
    mend: "`errors[]` lists every fault with a pointer into the body, and a hint where one is known.",
  },
  invalid_arguments: {
    status: 422,
    title: "The arguments do not fit the tool",
    mend: "Compare `errors[]` with the tool's `inputSchema`. The provider was not called.",
  },
  invalid_input: {
    status: 422,
    title: "The input does not fit the workflow",
    mend: "Compare `errors[]` with the workflow's `inputSchema`. No run was started.",
  },
  unknown_signal: {
    status: 422,
    title: "No step of the run waits for this signal",
    mend: "Send it under the name that the workflow's wait has, to the run that waits: a sub-workflow has a run of its own.",
  },
  invalid_signal: {
    status: 422,
    title: "The payload does not fit the signal",
    mend: "Compare `errors[]` with the `schema` of the workflow's wait for this signal. The run did not get it.",
  },
  invalid_context: {
    status: 422,
    title: "The context does not fit the handoff",
    mend: "Compare `errors[]` with the handoff's `inputSchema`. Nobody was asked.",
  },
  invalid_result: {
    status: 422,
    title: "The result does not fit the handoff",
    mend: "Compare `errors[]` with the handoff's `resultSchema`. The handoff is still yours.",
  },
  handoff_loop: {
    status: 422,
    title: "The work would come back to an agent that handed it on",
    mend: "`chain` shows through whose hands it came. Hand it to somebody else, or answer it yourself.",
  },
  rerun_impossible: {
    status: 422,
    title: "The run cannot be done again from there",
    mend: "`errors[]` names each step that would have to keep a result which does not hold any more. Begin with them, or at the `start`.",
  },
  invalid_definition: {
    status: 422,
    title: "The workflow definition has faults",
    mend: "`errors[]` lists all of them at once. `POST /api/v1/workflows/check` gives the same list without an effect.",
  },
  slots_unfit: {
    status: 422,
    title: "The tools do not fit the template's slots",
    mend: "`errors[]` names each slot and says why; `fitting` lists tools that would fit. No workflow was made.",
  },
  not_publishable: {
    status: 422,
    title: "The workflow cannot be public as it is",
    mend: "`errors[]` names all that others may not see or could not use: private tools, sub-workflows, credentials. Nothing was published.",
  },
  not_importable: {
    status: 422,
    title: "The document cannot become a workflow as it is",
    mend: "`errors[]` names each construct that has no counterpart. With `dryRun` you get what could be mapped, to mend and create by hand.",
  },
  idempotency_key_reused: {
    status: 422,
    title: "The Idempotency-Key belongs to another request",
    mend: "A key stands for one body on one route for 24 hours. Take a new one for a new request.",
  },
  credentials_unavailable: {
    status: 422,
    title: "The hub keeps no credentials",
    mend: "Register the tool with `authType` none, or ask the hub's operator to set `MASTER_KEYS`.",
  },
  upgrade_needed: {
    status: 426,
    title: "The path is a WebSocket",
    mend: "Connect with `Upgrade: websocket` and the subprotocol `mcp`; over plain HTTP, MCP is at `/mcp/v1`.",
  },
  upstream_failed: {
    status: 424,
    title: "The MCP server or registry did not do its part",
    mend: "`detail` says what went wrong there. Check its address and credentials, and whether it runs.",
  },
  rate_limited: {
    status: 429,
    title: "Too many calls",
    mend: "Wait for `Retry-After` seconds. `RateLimit` tells how many calls are left, `RateLimit-Policy` the limit.",
  },
  idempotency_full: {
    status: 429,
    title: "Too many Idempotency-Keys are kept",
    mend: "The agent's keys and answers of the last 24 hours take all their room. Wait for `Retry-After`; nothing was done.",
  },
  too_many_subscribers: {
    status: 429,
    title: "Too many listen to the feed",
    mend: "Close connections that are not needed, or listen once and pass the events on.",
  },
  callbacks_full: {
    status: 429,
    title: "Too many callbacks wait",
    mend: "Nothing was called. See `GET /api/v1/mcp/callbacks?status=pending`, mend the receiver, and wait for `Retry-After`.",
  },
  internal_error: {
    status: 500,
    title: "Something went wrong on our side",
    mend: "Try again; if it stays, report the `requestId`.",
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What `errors[].code` can be where a body or a query parameter does not fit. */
export const FIELD_CODES = {
  missing_field: "The field is required.",
  unknown_field: "No field or query parameter has this name; the hint names the closest one, or all.",
  invalid_type: "The value has the wrong JSON type.",
  invalid_format: "The text does not have the form that the field takes.",
  invalid_value: "The value is none of those that the field takes.",
  too_small: "The number, text or list is below the minimum.",
  too_large: "The number, text or list is above the maximum.",
  invalid_schema: "The value is not a JSON Schema that the hub can use.",
  schema_mismatch: "The value does not fit the JSON Schema; the message says which rule.",
  egress_refused: "The hub may not call this address.",
  not_supported: "The hub does not support this yet; the message says what to use instead.",
  above_ceiling: "The hub's operator does not allow a value this high.",
  left_out: "A value is left out of the answer, which would be too large with it.",
  unknown_slot: "The template has no slot of this name.",
  unbound_slot: "A slot of the template needs a tool.",
  slot_mismatch: "The tool does not take what the template sends, or does not give what it reads.",
  private_tool: "Others cannot use this tool; make its place a slot.",
  missing_workflow: "The workflow that the step runs is deleted, or not yours, so a template cannot carry it.",
  private_handoff: "Others have not accepted this handoff.",
  secret: "The value looks like a credential, which a template must not hold.",
  scope_not_held: "A key can only pass on scopes that it has itself.",
} as const;

export type FieldCode = keyof typeof FIELD_CODES;
