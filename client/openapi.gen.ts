// Generated from the contracts in api/ by `npm run client`. A test compares.

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the hub is up */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The hub in numbers, as Prometheus reads them
         * @description Text format 0.0.4. Only where the operator has set `METRICS_TOKEN`, and for who shows it as a bearer token. The numbers are those of the log, at most 15 seconds old.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register an agent and get its first API key
         * @description The key has all scopes and is shown this once. Where the hub's registration is closed, a valid key is needed.
         */
        post: operations["registerAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an agent's public profile */
        get: operations["getAgent"];
        /**
         * Change the agent's own profile
         * @description What is left out stays as it is. Handoffs to a tag are offered to every agent that has it. `handoffUrl` is told of each handoff that is for the agent, signed like its callbacks, with the secret of `POST /api/v1/mcp/callbacks/secret`.
         */
        put: operations["updateAgent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the calling agent's keys, newest first
         * @description With the expired and the revoked ones. A key itself is never shown again.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Create a further API key for the calling agent
         * @description The key is shown this once. It can have only scopes that the calling key has.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one of the calling agent's keys */
        get: operations["getKey"];
        put?: never;
        post?: never;
        /**
         * Revoke a key, everywhere within 5 seconds
         * @description The last valid key with `keys:write` stays: without it the agent could make no further one. Revoking a key that is revoked already changes nothing.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{keyId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a key by a new one of the same name, scopes, limit and lifetime
         * @description The new key is shown this once. The old one stays valid for the overlap, but never longer than it would have. Rotating a key takes every scope that it has.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a token that stands for the calling key for at most 15 minutes
         * @description A JWT (EdDSA) to be sent as `Authorization: Bearer …` wherever a key is. It counts against the key's limit and ends with the key. It takes the key itself: a token gives no further token.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public keys that verify this hub's tokens
         * @description A JSON Web Key Set (RFC 7517). A key is in it an hour before it signs, and until its last token has expired.
         */
        get: operations["getJwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, or calling with a key or a token */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign in with an API key, in the body or a header
         * @description Sets a cookie that stands for the key for 12 hours, or until the key ends; no script can read it. Requests of the session that are no GET must bring `csrfToken` as `X-CSRF-Token`.
         */
        post: operations["createSession"];
        /**
         * Sign out
         * @description Ends the session of the cookie, everywhere within 5 seconds. Without a cookie there is nothing to end.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the browsers that are signed in as the calling agent, newest first */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * Sign all other browsers out, everywhere within 5 seconds
         * @description All but the one that asks, whatever key they signed in with; all of them where a key or a token asks. What they listen to is closed. Their keys are still good.
         */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign a browser out, everywhere within 5 seconds
         * @description What it listens to is closed. Its key is still good: revoke that where somebody else has it.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what the calling agent has allowed to OAuth clients, newest first */
        get: operations["listGrants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/grants/{grantId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a grant, everywhere within 5 seconds
         * @description Its client gets no further token, and those that it has are refused.
         */
        delete: operations["deleteGrant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List and search tools
         * @description Active tools of every agent, and all of the caller's own; deprecated ones of others where `status` or `name` asks for them. A page goes on where the one before ended, whatever is registered meanwhile.
         */
        get: operations["listTools"];
        put?: never;
        /**
         * Register a tool
         * @description A call reaches the tool as a POST of the arguments object, as JSON, to `endpoint`. It answers 2xx with the result as JSON, or streams: `text/event-stream`, each event's `data` an item (JSON where it parses, otherwise text), or `application/x-ndjson`, each line an item.
         *
         *     The result of a stream is the list of its items, unless an event named `result` comes: its data is the result, and the stream ends there. An event named `error` makes the call fail, and its data says why. `Accept` says what the caller would rather have. An item has at most 1 MiB and 63 levels; a stream has at most 64 MiB and a million items, and the list of them 1 MiB for a caller that does not stream.
         */
        post: operations["registerTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/tools/{toolId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a tool */
        get: operations["getTool"];
        /**
         * Change a tool of the calling agent
         * @description What is left out stays as it is. Callers see the change within 5 s. A change of name, description or a schema gives a new `definitionHash`; whoever pinned the one before is told what changed.
         */
        put: operations["updateTool"];
        post?: never;
        /**
         * Deregister a tool of the calling agent
         * @description Calls and new runs stop finding it within 5 s; from then on its id answers 410, with the successor if one is named. What was logged of it stays readable. Its name and version can be registered anew.
         */
        delete: operations["deleteTool"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/tools/{toolId}/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a tool's input and output JSON Schema */
        get: operations["getToolSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/tools/{toolId}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how much a tool is called, how well and how fast it answers
         * @description Calls that have ended, by the period in which they began. A call that timed out is one that failed; one that was given up from the caller's side says nothing of the tool, and is counted apart. A percentile is within 5 % of the exact one. Where there are no calls, rates and latencies are null. Minutes are kept for 48 hours, hours for 90 days, days for ever: what began before that is refused, not answered with nothing.
         */
        get: operations["getToolStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/tools/{toolId}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace the credentials of a tool of the calling agent
         * @description Calls carry the new ones within 5 s. They can be written and never read.
         */
        put: operations["replaceCredentials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/agents/{agentId}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one agent's tools */
        get: operations["listAgentTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the calling agent's MCP servers
         * @description Those that were registered by a URL, and the agents that connect by themselves and serve over `WS /mcp/v1/ws?serve=<name>`.
         */
        get: operations["listServers"];
        put?: never;
        /**
         * Register an upstream MCP server
         * @description The hub asks the server which revision it speaks, and takes over its tools, resources, resource templates and prompts. Its tools are found, called, limited and logged like any other, under the credentials that are given here. What the server changes later, of a tool, waits for approval.
         */
        post: operations["registerServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/servers/{serverId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an MCP server */
        get: operations["getServer"];
        /**
         * Change the name, address, credentials or visibility of an MCP server
         * @description What is left out stays. Under another address or other credentials the server is read at once; nothing is changed where that fails. Its tools are called there within 5 s.
         */
        put: operations["updateServer"];
        post?: never;
        /** Remove an MCP server, with its tools */
        delete: operations["deleteServer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/servers/{serverId}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read an MCP server again
         * @description The hub does this by itself every hour, and when the server says that something has changed.
         */
        post: operations["refreshServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/servers/{serverId}/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what an MCP server has
         * @description As the hub has it, in the server's order: whether the server answers does not matter.
         */
        get: operations["listServerDefinitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/servers/{serverId}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List changes of a server that wait for approval
         * @description Until they are approved, the tools are found and called as they were, and its instructions are told as they were. To the server's owner alone.
         */
        get: operations["listServerChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/servers/{serverId}/changes/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put changes of a server in force */
        post: operations["approveServerChanges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/servers/{serverId}/changes/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn down changes of a server
         * @description What was in force stays in force. They are not shown again before the server offers something else.
         */
        post: operations["rejectServerChanges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/servers/{serverId}/resources/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read a resource of an MCP server */
        post: operations["readServerResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/servers/{serverId}/prompts/get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a prompt of an MCP server */
        post: operations["getServerPrompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/invoke/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call up to 100 tools at once
         * @description Ten calls are under way at a time. `results` has the calls' order, and each its own outcome: one that is refused or fails leaves the others alone.
         */
        post: operations["invokeBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/invoke/{toolId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call a tool
         * @description Answers 200 whenever the call was made, whatever came of it: `status` tells. Arguments that do not fit the tool's `inputSchema` never reach the provider.
         *
         *     With `Accept: text/event-stream` or `application/x-ndjson` the answer is a stream of messages: one event each, named by
         *     its `type`, with the message as its data, or one line each.
         *
         *     - `item`: what the provider streams, as it comes. A caller that reads slowly slows the provider down.
         *     - `invocation`: the last one: the call as it is answered without a stream, `status` and all. A stream that ends without
         *       it was broken off. `result` holds all items again; if they weigh more than 1 MiB it is null, with a warning. A stream may be 64 MiB long.
         *     - `heartbeat`: every five seconds in which there is nothing else; in an event stream a comment.
         *
         *     It does not matter whether the provider streams, or in which format. A caller that hangs up ends the call, unless it sent
         *     an `Idempotency-Key`: a repeat under it gets the last message alone.
         */
        post: operations["invokeTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/invocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the calls that the agent made or answered, newest first
         * @description The log follows the calls within seconds, and lists them for 30 days unless the hub is set otherwise. What is older can still be read by its id.
         */
        get: operations["listInvocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/invocations/{invocationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one call with its input and output */
        get: operations["getInvocation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listen to what happens to the agent's calls, runs, callbacks, tools and handoffs
         * @description Server-sent events, or with `Upgrade: websocket` a WebSocket with the same JSON as messages: `{"id", "type", "timestamp", "data"}`. `data` is the call as `GET /api/v1/mcp/invocations` lists it (`invocation.started` for calls in the background, `invocation.settled` for all: those that the agent made and those that its tools answered), the run as `GET /api/v1/workflow-runs` lists it, without input and output (`run.started` where it lasts, `run.settled`), the callback (`callback.dead`), the tool's id and what became of it (`tool.changed`), the handoff as `GET /api/v1/handoffs` lists it with what happened to it as `event`: to who is asked to take it (`handoff.received`), and to its sender and who has it (`handoff.changed`), or the MCP server whose agent came or went (`server.connected`, `server.disconnected`).
         *
         *     The first event is `ready`. Whoever comes back with the last id that it has (`Last-Event-ID`, as browsers do by themselves, or `lastEventId`) gets everything since then. A feed keeps the latest 10,000 events, for a day, from the first time that somebody listens until a day after the last; where some are missing all the same, the event `gap` says so. An event may come twice, under one id.
         *
         *     A page in a browser shows its session's cookie, or names the subprotocols `nexuscall` and `bearer.<token>`. On a WebSocket, confirm what you have at least every 500 events: `{"type":"ack","lastEventId":"…"}`. `{"type":"resume","lastEventId":"…"}` sends everything since then, `ping` is answered with `pong`. The hub closes with 4401 when the key, token or session ends, and with 4408 when nothing was confirmed for 30 seconds: connect again with `lastEventId`, and nothing is lost.
         */
        get: operations["getFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v0.1/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List MCP servers of this hub
         * @description As the official MCP registry does: the hub itself, each public toolbox and each public MCP server. Also under `/v0`. Whoever calls them needs a key of the hub.
         */
        get: operations["listRegistryServers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v0.1/servers/{serverName}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of an MCP server of this hub
         * @description There is one: what it is now.
         */
        get: operations["listRegistryServerVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v0.1/servers/{serverName}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a version of an MCP server of this hub */
        get: operations["getRegistryServerVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/registries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the calling agent's MCP registries */
        get: operations["listRegistries"];
        put?: never;
        /**
         * Bring an MCP registry
         * @description The hub reads `/v0.1/servers` below its address, page after page, and from then on what has changed: every hour, and on demand. A large registry is read on within minutes; `isWalking` says so. Another hub is such a registry, too.
         */
        post: operations["createRegistry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/registries/{registryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an MCP registry */
        get: operations["getRegistry"];
        put?: never;
        post?: never;
        /**
         * Remove an MCP registry
         * @description Servers that were added from it stay.
         */
        delete: operations["deleteRegistry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/registries/{registryId}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read an MCP registry on
         * @description Where another refresh is under way, the registry is answered as it is.
         */
        post: operations["refreshRegistry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/registries/{registryId}/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List and search what an MCP registry has
         * @description Each server in its latest version, from what the hub has read.
         */
        get: operations["listRegistryEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/registries/{registryId}/servers/{serverName}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a server of an MCP registry to the hub
         * @description As `POST /api/v1/mcp/servers` does, with the address and the header that the registry names. What those leave open is filled in by `variables` and `headers`; one that is missing is named in `errors[]`, with the registry's description of it.
         */
        post: operations["importRegistryEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/boxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the calling agent's toolboxes, newest first */
        get: operations["listToolboxes"];
        put?: never;
        /**
         * Create a toolbox
         * @description A subset of tools as an MCP server of its own, at `/mcp/v1/boxes/{boxId}`. Its tools are called under the key of whoever calls: by the same limits, into the same log. A tool that vanishes is not listed any more.
         */
        post: operations["createToolbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/boxes/{boxId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a toolbox of one's own, or a public one */
        get: operations["getToolbox"];
        /**
         * Replace a toolbox
         * @description Who is connected sees the change within seconds. An entry that was in it before stays as it was meant then.
         */
        put: operations["replaceToolbox"];
        post?: never;
        /**
         * Delete a toolbox
         * @description Its tools stay.
         */
        delete: operations["deleteToolbox"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/ws-tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a ticket that opens one MCP WebSocket
         * @description For clients that can set no header on a WebSocket: `WS /mcp/v1/ws?ticket=…`. It opens one socket, within 60 seconds, for who asked for it, and is worth nothing afterwards. The socket ends when the key is revoked, or the time of the token or session is up that the ticket was asked for with.
         */
        post: operations["createSocketTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/callbacks/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a new secret that the agent's callbacks are signed with
         * @description The secret is shown this once. Callbacks follow Standard Webhooks: receivers verify them with any of its libraries. For 24 hours they are signed with the secret before as well.
         */
        post: operations["rotateCallbackSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the agent's callbacks, newest first
         * @description A callback is kept for 30 days after it was delivered or given up. An agent keeps up to 100,000 of them and 2 GiB; where that gets short, the delivered ones go first.
         */
        get: operations["listCallbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/callbacks/{callbackId}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver a callback again, whatever became of it
         * @description It is attempted at once, and then again for a day until the receiver takes it.
         */
        post: operations["redeliverCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the calling agent's workflows, newest first */
        get: operations["listWorkflows"];
        put?: never;
        /**
         * Create a workflow
         * @description The definition is checked whole; every fault comes back at once.
         */
        post: operations["createWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a definition without storing it
         * @description Every fault comes back at once. Where there is no doubt about the mend, `fix` is it, as a JSON Patch (RFC 6902) against what was sent; all fixes of one answer can be applied together, in any order. With `mend=true` the hub applies them.
         */
        post: operations["checkWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read what a definition compiles to, in numbers
         * @description Layers, the critical path from the tools' measured latencies, calls, price, and the limits that a run comes near. Nothing is stored and nothing is called.
         */
        post: operations["planWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a definition without calling anything
         * @description The engine runs the plan as it would; tools, handoffs and signals are answered by what is given under `answers`, else by a value that fits their schema. Sub-workflows are run the same way, unless they are given an answer. Waits pass at once. The same request gives the same run.
         */
        post: operations["dryRunWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Evaluate a template against a context
         * @description One template, or a whole object of them. What is wrong with it is in the answer, with its place.
         */
        post: operations["evaluateTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a workflow from a document
         * @description `nexus`: what this or another hub has exported. `asl`: Amazon States Language in its JSONata flavour. `serverless`: Serverless Workflow 1.0, as JSON or, with a text for `source`, as YAML (up to 64 KiB, without aliases). The whole body may be YAML as well (`Content-Type: application/yaml`), and a document of `asl` or `serverless` that needs no `tools` may be the body itself. What has no counterpart is named with its pointer; a document with such a construct is refused whole. With `dryRun` nothing is stored, and you get what could be mapped, all notes and the check of the definition.
         */
        post: operations["importWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a workflow and its definition */
        get: operations["getWorkflow"];
        /**
         * Change a workflow: its next version
         * @description Runs keep the version that they were started with, and steps of other workflows that run this one keep theirs. A definition that is the same, and compiles to the same, makes no version. With `If-Match`, nobody's change is overwritten unseen.
         */
        put: operations["replaceWorkflow"];
        post?: never;
        /**
         * Delete a workflow
         * @description Runs that it started go on and stay readable.
         */
        delete: operations["deleteWorkflow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export a workflow as a document
         * @description Holds the definition as it was written, and what each of its tools is: the agent, the name, the version, and the hash of its definition. `POST /api/v1/workflows/import` takes it, here and on other hubs.
         */
        get: operations["exportWorkflow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a workflow's versions, newest first */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a version of a workflow and its definition */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll back: make a version that is equal to an older one
         * @description It runs what the older one ran: the tools and sub-workflows that were settled when that one was stored. Where one of them is gone, it is refused.
         */
        post: operations["restoreVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compare two versions of a workflow */
        get: operations["diffVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List and search templates
         * @description The hub's presets and what agents have published, in one list. Text is found in titles, tags, categories, summaries and readmes, with typing errors where nothing fits exactly.
         */
        get: operations["listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{templateId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a template, its definition and its slots */
        get: operations["getTemplate"];
        put?: never;
        post?: never;
        /**
         * Unpublish a template of one's own
         * @description Workflows that were made of it stay, and so does yours.
         */
        delete: operations["deleteTemplate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{templateId}/instantiate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a workflow of a template
         * @description Puts a tool into each slot and stores the outcome as a workflow of yours, which you can run, change and publish as any other; a template that is published of it says what it comes from. Each tool is checked against its slot: what the definition sends and what it reads. A slot with a `default` may be left out. Sub-workflows are made with it, all or none; one that was made before, and is as it was, is taken again.
         */
        post: operations["instantiateTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{templateId}/slots/{slotName}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tools that fit a slot
         * @description The best five: the slot's own, then tools whose schemas say that they fit, then tools whose schemas say nothing against it.
         */
        get: operations["listSlotTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{templateId}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read what a template comes to, in numbers
         * @description As of a definition (`POST /api/v1/workflows/plan`), over the template and the sub-workflows that it carries. Of a slot that is open neither time nor price is known.
         */
        post: operations["planTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{templateId}/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a template without making or calling anything
         * @description As of a definition (`POST /api/v1/workflows/dry-run`); the sub-workflows that it carries are run the same way. Without an `input` it is the template's example.
         */
        post: operations["dryRunTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish a workflow as a template, or the template's next version
         * @description Everybody can read the template and make workflows of their own of it. Published again, it gets another version; those who have made workflows of it keep theirs. What is left out stays as it was. The workflows that it runs come along, each in the version that it is pinned to. Private tools, deleted workflows and what looks like a credential are refused, each with its place in the definition, or under `/subWorkflows/<name>` in that of a workflow which it runs.
         */
        post: operations["publishWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{templateId}/ratings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a template's ratings, newest first */
        get: operations["listTemplateRatings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{templateId}/rating": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rate a template
         * @description Only agents that have made a workflow of it may, its publisher apart. An agent has one rating; another one takes its place.
         */
        put: operations["rateTemplate"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{templateId}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report a template to the hub's operator
         * @description An agent has one report of a template; another one takes its place. Its publisher is not told.
         */
        post: operations["reportTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/execute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run
         * @description Answers at once with the run's id or, with `wait`, with the settled run if it settles in time.
         */
        post: operations["executeWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a workflow's runs, newest first
         * @description A projection that follows within seconds when a run begins and when it settles; read a single run for its state as it is now.
         */
        get: operations["listWorkflowRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all runs that the agent started, newest first
         * @description Those that steps of its runs started are among them. A projection that follows within seconds when a run begins and when it settles; read a single run for its state as it is now.
         */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a workflow's webhooks, newest first */
        get: operations["listWebhooks"];
        put?: never;
        /** Run a workflow on others' messages */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the webhooks of all of the agent's workflows, newest first */
        get: operations["listAllWebhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a webhook */
        get: operations["getWebhook"];
        /**
         * Replace a webhook
         * @description Address and secret stay; a `secret` that is given takes the place of the one before, which counts for another day.
         */
        put: operations["replaceWebhook"];
        post?: never;
        /** Delete a webhook */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/webhooks/{webhookId}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a webhook a new secret
         * @description It is shown this once. The secret before counts for another 24 hours.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/webhooks/{webhookId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what came of a webhook's messages, newest first
         * @description The last 1,000 of them.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a webhook a message
         * @description Takes no key: the message shows whom it is from, as the webhook's `verification` says. At most 1 MiB of JSON; without a body it is `{}`.
         */
        post: operations["receiveWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a workflow's schedules, newest first */
        get: operations["listSchedules"];
        put?: never;
        /**
         * Run a workflow on a schedule
         * @description Each tick starts one run, exactly one, whatever dies meanwhile: its id follows from schedule and tick. Such runs count against no key's rate limit.
         */
        post: operations["createSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the schedules of all of the agent's workflows, newest first */
        get: operations["listAllSchedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/schedules/{scheduleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a schedule: its next ticks, and what came of the last */
        get: operations["getSchedule"];
        /**
         * Replace a schedule
         * @description Ticks count from now on.
         */
        put: operations["replaceSchedule"];
        post?: never;
        /**
         * Delete a schedule
         * @description Runs that it started go on.
         */
        delete: operations["deleteSchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/schedules/{scheduleId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a schedule
         * @description What would have come meanwhile is not made up for.
         */
        post: operations["pauseSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflowId}/schedules/{scheduleId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a paused schedule */
        post: operations["resumeSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a run: its status and each step's */
        get: operations["getRun"];
        put?: never;
        post?: never;
        /**
         * Delete a run and all that it took and gave
         * @description Only of a run that has settled. Of its calls, the log keeps that they were made and how they ended, without inputs, outputs and words, in the archive too; handoffs that it sent are gone, and so are the runs that its steps started: within minutes, where they are more than 100. A workflow's `retentionDays` does the same by itself, whatever the workflows of those runs say.
         */
        delete: operations["deleteRun"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{runId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch a run
         * @description Server-sent events, or with `Upgrade: websocket` a WebSocket with the same JSON as messages: `{"id", "type", "timestamp", "data"}`. They are the run's journal, whole and in order, from its beginning or from what follows the last id that you have (`Last-Event-ID`, as browsers do by themselves, or `lastEventId`): `id` counts them from 1 without a gap. The stream ends once the run has settled and `run.settled` was told; who comes back after that is answered 204, or over a WebSocket closed with 1000.
         *
         *     Types: `run.started`, `attempt.started`, `attempt.failed` (with `retryAt` and `delayMs`), `attempt.deferred` (a limit was met), `attempt.handed_over`, `attempt.resumed` (after a crash), `answer.received`, `wait.started`, `signal.received`, `items.listed`, `step.succeeded`, `step.failed`, `step.skipped`, `step.kept` (a step or an item, by a rerun), `pause.requested`, `resume.requested`, `cancel.requested`, `run.ending` (what was done is undone now) and `run.settled`. `data.stepId`, and `item` and `undo` where it is an item of a forEach or what undoes the step, say what it is about; `data.settled` lists every step and item that came to its end with it. A value of more than 4096 characters is left out: `data.leftOut` says where it is read.
         *
         *     A page in a browser shows its session's cookie, or names the subprotocols `nexuscall` and `bearer.<token>`. On a WebSocket, confirm what you have at least every 500 events: `{"type":"ack","lastEventId":"…"}`; `ping` is answered with `pong`. The hub closes with 4401 when the key, token or session ends, and with 4408 when nothing was confirmed for 30 seconds: connect again with `lastEventId`, and nothing is lost.
         */
        get: operations["getRunEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{runId}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read when each step, item and attempt of a run was queued, begun and ended
         * @description In the order in which they were queued; up to 20,000 tasks, and of each its latest attempts and waits.
         */
        get: operations["getRunTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{runId}/steps/{stepId}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the result of a step, or of one item of it
         * @description The value itself, as JSON, however large: it is streamed. A step that has none answers 404.
         */
        get: operations["getStepResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{runId}/values/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a large value of a run
         * @description What weighs more than 64 KiB stands in a run's `largeValues` by its `ref` and `url`. The value itself, as JSON, streamed.
         */
        get: operations["getRunValue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel or rerun up to 100 runs at once
         * @description Those that are named, or the newest that fit the filter as the lists know them: without a status, `cancel` takes the ones that have not settled. `results` has their order, and each its own outcome.
         */
        post: operations["bulkRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{runId}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do a run again, whole or in part
         * @description A new run, which names this one as `rerunOf`. In part, steps that succeeded keep their results (`stepResults.*.kept`) and nothing is called for them; what failed, was cancelled or undone, what is named, and all that depends on these runs again. Of a forEach that failed, and is not named, the items that succeeded keep theirs where they would do and read the same. A step can be kept only where it does and reads the same in the version and with the input that are asked for; else the answer is 422 and names the steps. What a kept step did is not undone by the new run.
         */
        post: operations["rerunRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{runId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run
         * @description Calls in flight are aborted. A run that has settled already stays as it is.
         */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{runId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a run
         * @description Nothing new begins until it is resumed. Calls in flight end, and what comes meanwhile is kept; the run's timeoutMs goes on. A run that has settled stays as it is.
         */
        post: operations["pauseRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{runId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a paused run */
        post: operations["resumeRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{runId}/signals/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a run a signal
         * @description Ends one wait for this name; where nothing waits for it yet, the run keeps it for the next that does. A name that no step of the run's version waits for is refused. With an Idempotency-Key it counts once, however often it is sent.
         */
        post: operations["signalRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handoffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is handed to you, or what you have handed to others, newest first
         * @description The inbox has what you are asked to take, by your id or by one of your tags, and what you have taken, whatever became of it. The outbox has what you have sent.
         */
        get: operations["listHandoffs"];
        put?: never;
        /**
         * Hand work to another agent, with its context
         * @description To one agent (`toAgentId`), or to any that has a tag (`tag`): the first to accept has it. Who is asked finds it in its inbox, hears of it in its feed, and at its `handoffUrl` if it has one. Who rejects it, or does not accept it within `timeoutMs`, is followed by the next of `escalateTo`. An accepted handoff has until the context's `deadline`.
         *
         *     You learn of what becomes of it from your feed and, with a `callbackUrl`, by a signed callback for each change. `mode` `delegate`: the receiver does it for you, and you can cancel it at any time; `transfer`: once accepted it is the receiver's, and you cannot.
         *
         *     Who hands on what was handed to it names that as `parentHandoffId`: the work then cannot come back to an agent through whose hands it has gone. A context has at most 8 MiB.
         */
        post: operations["createHandoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handoffs/{handoffId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a handoff: its context, its result, and what happened to it
         * @description Its sender can, and who is asked or has it.
         */
        get: operations["getHandoff"];
        put?: never;
        post?: never;
        /**
         * Delete a handoff that you have sent, with all that it holds
         * @description One that has ended: cancel it before. By itself it goes with the run that sent it, and 90 days after its end unless the hub is set otherwise.
         */
        delete: operations["deleteHandoff"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handoffs/{handoffId}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a handoff
         * @description Of several who accept it, exactly one has it; the others get 409.
         */
        post: operations["acceptHandoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handoffs/{handoffId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do not take a handoff
         * @description The next that its sender has named is asked. Of a tag, only you are out, as long as others have it who may take it.
         */
        post: operations["rejectHandoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handoffs/{handoffId}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Complete a handoff that you have accepted */
        post: operations["completeHandoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handoffs/{handoffId}/fail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give up a handoff that you have accepted */
        post: operations["failHandoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handoffs/{handoffId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a handoff that you have sent
         * @description One that is pending, or delegated. What was transferred and accepted is its receiver's.
         */
        post: operations["cancelHandoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Health: {
            /** @enum {string} */
            status: "ok";
            version: string;
        };
        Problem: {
            /** Format: uri */
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @enum {string} */
            code: "malformed_json" | "nesting_too_deep" | "invalid_parameter" | "invalid_cursor" | "invalid_idempotency_key" | "missing_key" | "invalid_key" | "expired_key" | "invalid_token" | "expired_token" | "invalid_session" | "metrics_token_needed" | "bad_signature" | "insufficient_scope" | "key_needed" | "forgery_suspected" | "registration_closed" | "route_not_found" | "not_found" | "method_not_allowed" | "not_acceptable" | "run_settled" | "run_unsettled" | "too_many_signals" | "handoff_state" | "tool_exists" | "server_exists" | "registry_exists" | "entry_not_usable" | "change_outdated" | "idempotency_in_progress" | "quota_reached" | "key_not_valid" | "last_key" | "definition_changed" | "version_outdated" | "tool_gone" | "rating_refused" | "template_changed" | "callback_secret_missing" | "body_too_large" | "unsupported_media_type" | "invalid_request" | "invalid_arguments" | "invalid_input" | "unknown_signal" | "invalid_signal" | "invalid_context" | "invalid_result" | "handoff_loop" | "rerun_impossible" | "invalid_definition" | "slots_unfit" | "not_publishable" | "not_importable" | "idempotency_key_reused" | "credentials_unavailable" | "upgrade_needed" | "upstream_failed" | "rate_limited" | "idempotency_full" | "too_many_subscribers" | "callbacks_full" | "internal_error";
            requestId: string;
            errors?: {
                code: string;
                pointer: string;
                message: string;
                hint?: string;
                /** @enum {string} */
                severity?: "error" | "warning";
                /** @description JSON Patch (RFC 6902) against the body that was sent. */
                fix?: {
                    /** @enum {string} */
                    op: "add" | "remove" | "replace" | "move";
                    path: string;
                    from?: string;
                    /** @description What to add, or to put in place of what is there. */
                    value?: unknown;
                }[];
            }[];
            /** @description With `tool_gone`: the tool to use instead. */
            successor?: {
                id: string;
                href: string;
            };
            /** @description With `definition_changed`: both hashes, and a JSON Patch from the one to the other. */
            definition?: {
                pinned: string;
                current: string;
                changes?: {
                    /** @enum {string} */
                    op: "add" | "remove" | "replace";
                    path: string;
                    value?: unknown;
                }[];
            };
            /** @description With `handoff_state`: its state, and what the caller can do with it. */
            handoff?: {
                status: string;
                possible: string[];
            };
            /** @description With `slots_unfit`: tools that would fit, by the slot's name. */
            fitting?: {
                [key: string]: {
                    id: string;
                    name: string;
                    agentId: string;
                }[];
            };
            /** @description With `handoff_loop`: the agents through whose hands the work would go. */
            chain?: string[];
        };
        RegisteredAgent: components["schemas"]["Agent"] & {
            apiKey: string;
        };
        Agent: {
            id: string;
            name: string;
            description: string;
            /** @description What it is good for, in its own words. */
            tags: string[];
            /** @description Shown to the agent alone. */
            handoffUrl?: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        CreatedKey: {
            id: string;
            agentId: string;
            name: string | null;
            /** @description The key's first characters. */
            prefix: string;
            scopes: ("tools:invoke" | "tools:write" | "workflows:execute" | "workflows:write" | "handoffs:write" | "keys:write")[];
            rateLimitPerMin: number;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Shown this once. */
            apiKey: string;
        };
        KeyPage: {
            data: components["schemas"]["Key"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        Key: {
            id: string;
            agentId: string;
            name: string | null;
            /** @description The key's first characters. */
            prefix: string;
            scopes: ("tools:invoke" | "tools:write" | "workflows:execute" | "workflows:write" | "handoffs:write" | "keys:write")[];
            rateLimitPerMin: number;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @enum {string} */
            status: "active" | "expired" | "revoked";
            /** @description The id of the key that this one was rotated into. */
            replacedBy: string | null;
            /**
             * Format: date-time
             * @description To the minute.
             */
            lastUsedAt: string | null;
        };
        Token: {
            token: string;
            /** @enum {string} */
            tokenType: "Bearer";
            /** @description Seconds. */
            expiresIn: number;
            /** Format: date-time */
            expiresAt: string;
            scopes: ("tools:invoke" | "tools:write" | "workflows:execute" | "workflows:write" | "handoffs:write" | "keys:write")[];
        };
        JsonWebKeySet: {
            keys: {
                kid: string;
                /** @enum {string} */
                kty: "OKP";
                /** @enum {string} */
                crv: "Ed25519";
                x: string;
                /** @enum {string} */
                alg: "EdDSA";
                /** @enum {string} */
                use: "sig";
            }[];
        };
        Caller: {
            agentId: string;
            keyId: string;
            scopes: string[];
            rateLimitPerMin: number;
            /** @description Null for whoever shows a key or a token in a header. */
            session: {
                /** @description To be sent as `X-CSRF-Token` with every request of the session that is no GET. */
                csrfToken: string;
                /** Format: date-time */
                expiresAt: string;
            } | null;
        };
        SessionPage: {
            data: components["schemas"]["Session"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        Session: {
            id: string;
            /** @description The key that it was opened with, and ends with. */
            keyId: string;
            /** @description What the browser called itself, as it said. */
            userAgent: string | null;
            /** @description Whether this request is one of it. */
            isCurrent: boolean;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            lastUsedAt: string;
            /** Format: date-time */
            expiresAt: string;
        };
        OAuthGrantPage: {
            data: components["schemas"]["OAuthGrant"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
        };
        OAuthGrant: {
            id: string;
            /** @description The client's id here, or the URL of its metadata document. */
            clientId: string;
            /** @description By the client's own account. */
            clientName: string;
            redirectUri: string;
            /** @description The MCP endpoint that its tokens are for. */
            resource: string;
            scopes: string[];
            /** @description The key that consented; the grant ends with it. */
            keyId: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it last got a token.
             */
            lastUsedAt: string | null;
            /**
             * Format: date-time
             * @description When it ends, unless it gets another token before.
             */
            expiresAt: string;
        };
        WholeTool: components["schemas"]["Tool"] & {
            /** @description Markdown: what it does, and how to use it. */
            readme: string;
        };
        /** @description Whether calls reach the provider. `open`: most of its last calls found nobody there (no connection, 429, 502, 503, 504, or nothing in 10 s or more), so calls end at once with `circuit_open`. `half_open`: one call tries whether it is back. The pause begins at 5 s and doubles up to a minute. */
        Circuit: {
            /** @enum {string} */
            state: "closed" | "open" | "half_open";
            /**
             * Format: date-time
             * @description null: ever since the tool was registered.
             */
            since: string | null;
            /**
             * Format: date-time
             * @description When the hub tries the provider again.
             */
            retryAt: string | null;
            /** @description What calls ended with before it opened. */
            errorCode: string | null;
        };
        Tool: {
            id: string;
            /** @description The provider. */
            agentId: string;
            name: string;
            description: string;
            version: string;
            /** @description JSON Schema (2020-12), or null. */
            inputSchema?: unknown;
            /** @description JSON Schema (2020-12), or null. */
            outputSchema?: unknown;
            tags: string[];
            category: string | null;
            /**
             * @description What the hub calls it by: `http`, an endpoint of its provider; `mcp`, an MCP server; `builtin`, the hub itself; `agent`, a connection that its provider holds open.
             * @enum {string}
             */
            protocol: "http" | "mcp" | "builtin" | "agent";
            /** @description Shown to the provider alone. */
            endpoint?: string;
            /** @enum {string} */
            authType: "bearer" | "api_key" | "none";
            /** @description Whether the hub keeps some for its calls of the provider. */
            hasCredentials: boolean;
            rateLimit: {
                maxPerMinute: number;
            };
            /** @enum {string|null} */
            outputCheck: "off" | "warn" | "enforce" | null;
            redaction: string[];
            pricing: {
                /** @enum {string} */
                model: "free" | "per_call" | "subscription";
                priceUsd: number;
            };
            /** @enum {string} */
            status: "active" | "inactive" | "deprecated";
            /** Format: date-time */
            deprecatedAt: string | null;
            /** @description The tool that its provider names to take its place. */
            successorId: string | null;
            circuit: components["schemas"]["Circuit"];
            /** @description False: of a private MCP server, so that it is there for its owner alone. */
            isPublic: boolean;
            /** @description Of the agent that serves the tool; null where its protocol is not `agent`. */
            connection: {
                connected: boolean;
                /**
                 * Format: date-time
                 * @description Since when; null while it is away.
                 */
                since: string | null;
            } | null;
            /** @description Of an imported tool: the MCP server that it comes from. */
            serverId: string | null;
            /** @description SHA-256, in hex, of `{name, description, inputSchema, outputSchema}` as canonical JSON (RFC 8785). Send it as `X-NexusCall-Definition-Hash` with a call to be told instead of surprised when the tool changes. */
            definitionHash: string;
            mcpUri: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ToolFacets: {
            /** @description The 20 most used. */
            tags: {
                value: string;
                count: number;
            }[];
            /** @description The 20 most used. */
            categories: {
                value: string;
                count: number;
            }[];
            pricing: {
                value: string;
                count: number;
            }[];
            protocol: {
                value: string;
                count: number;
            }[];
            status: {
                value: string;
                count: number;
            }[];
        };
        ToolSchemas: {
            toolId: string;
            /** @description JSON Schema (2020-12), or null. */
            inputSchema?: unknown;
            /** @description JSON Schema (2020-12), or null. */
            outputSchema?: unknown;
        };
        ToolStats: {
            toolId: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** @enum {string} */
            period: "minute" | "hour" | "day";
            total: {
                calls: number;
                /** @description Calls that the provider had no chance to end: their caller went away (`caller_gone`), their run was cancelled or ended first (`aborted`, `cancelled`), the hub stopped (`interrupted`). They are in none of the other numbers. */
                abandoned: number;
                successRate: number | null;
                avgLatencyMs: number | null;
                p50LatencyMs: number | null;
                p95LatencyMs: number | null;
                p99LatencyMs: number | null;
            };
            /** @description Every period, oldest first, those without calls too. In UTC. */
            series: {
                /** Format: date-time */
                start: string;
                calls: number;
                /** @description Calls that the provider had no chance to end: their caller went away (`caller_gone`), their run was cancelled or ended first (`aborted`, `cancelled`), the hub stopped (`interrupted`). They are in none of the other numbers. */
                abandoned: number;
                successRate: number | null;
                avgLatencyMs: number | null;
                p50LatencyMs: number | null;
                p95LatencyMs: number | null;
                p99LatencyMs: number | null;
            }[];
            /** @description Of the calling agent's own calls. */
            own: {
                calls: number;
                /** @description Calls that the provider had no chance to end: their caller went away (`caller_gone`), their run was cancelled or ended first (`aborted`, `cancelled`), the hub stopped (`interrupted`). They are in none of the other numbers. */
                abandoned: number;
                successRate: number | null;
                avgLatencyMs: number | null;
                p50LatencyMs: number | null;
                p95LatencyMs: number | null;
                p99LatencyMs: number | null;
            };
            /** @description Of the calling agent's own calls, the periods of `series`. */
            ownSeries: {
                /** Format: date-time */
                start: string;
                calls: number;
                /** @description Calls that the provider had no chance to end: their caller went away (`caller_gone`), their run was cancelled or ended first (`aborted`, `cancelled`), the hub stopped (`interrupted`). They are in none of the other numbers. */
                abandoned: number;
                successRate: number | null;
                avgLatencyMs: number | null;
                p50LatencyMs: number | null;
                p95LatencyMs: number | null;
                p99LatencyMs: number | null;
            }[];
            /** @description For the provider alone: the 100 that called most. */
            byCaller?: {
                callerAgentId: string;
                calls: number;
                /** @description Calls that the provider had no chance to end: their caller went away (`caller_gone`), their run was cancelled or ended first (`aborted`, `cancelled`), the hub stopped (`interrupted`). They are in none of the other numbers. */
                abandoned: number;
                successRate: number | null;
                avgLatencyMs: number | null;
                p50LatencyMs: number | null;
                p95LatencyMs: number | null;
                p99LatencyMs: number | null;
            }[];
        };
        McpServer: {
            id: string;
            /** @description The owner. */
            agentId: string;
            name: string;
            /** @description Whether every agent may see and use it, and its tools. */
            isPublic: boolean;
            /** @description The protocol revision that it speaks. */
            revision: string;
            /** @description What it says of itself: `{name, version, …}`. */
            identity: {
                [key: string]: unknown;
            } | null;
            /** @description What it says to a model, as its owner approved it. */
            instructions: string | null;
            capabilities: {
                [key: string]: unknown;
            };
            /** @description What of it is in force. */
            counts: {
                tools: number;
                resources: number;
                templates: number;
                prompts: number;
                /** @description Changes of tools and instructions that wait for the owner's approval. */
                heldChanges: number;
            };
            /** @description Null where the hub calls the server by a URL. */
            connection: {
                connected: boolean;
                /**
                 * Format: date-time
                 * @description Since when; null while it is away.
                 */
                since: string | null;
            } | null;
            /** @description Whether the last refresh failed, so that the lists may be old. */
            stale: boolean;
            /**
             * Format: date-time
             * @description When its lists were last read.
             */
            refreshedAt: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When its owner, or a refresh, last changed what it is or what it lists.
             */
            updatedAt: string;
            /** @description Shown to the owner alone, like all that follows; absent where an agent is connected. */
            url?: string;
            /**
             * @description How the hub shows the provider who is calling: `Authorization: Bearer …`, a header of its own, or not.
             * @enum {string}
             */
            authType?: "none" | "bearer" | "api_key";
            /** @description Why the last refresh failed, if it did. */
            lastError?: string | null;
            /** @description What of its lists is left out, and why; the first 100. */
            problems?: {
                /** @enum {string} */
                kind: "tool" | "resource" | "template" | "prompt";
                name: string | null;
                reason: string;
            }[];
        };
        McpServerDefinition: {
            /** @description Of a tool: by this id it is called. */
            toolId: string | null;
            /** @description As the server gave it. */
            definition: {
                [key: string]: unknown;
            };
        };
        McpServerChange: {
            /**
             * @description A tool, or what the server says to a model.
             * @enum {string}
             */
            subject: "tool" | "instructions";
            /** @enum {string} */
            kind: "new" | "changed";
            /** @description What the tool is called at its server; else `instructions`. */
            name: string;
            /** @description SHA-256, in hex, of the definition that waits. */
            hash: string;
            /** @description The definition that waits. */
            definition: {
                [key: string]: unknown;
            };
            /** @description From what is in force to that: a JSON Patch (RFC 6902). Empty for what is new. */
            changes: {
                /** @enum {string} */
                op: "add" | "remove" | "replace";
                path: string;
                value?: unknown;
            }[];
        };
        McpServerReview: {
            decided: number;
            heldChanges: number;
        };
        /** @description The server's answer, as MCP has it. */
        McpServerAnswer: {
            [key: string]: unknown;
        };
        InvocationBatch: {
            results: ({
                /** @enum {boolean} */
                ok: true;
                invocation: components["schemas"]["Invocation"];
            } | {
                /** @enum {boolean} */
                ok: true;
                /** @description The call will be made (`async` or `callbackUrl`); its id, to read it by. */
                pending: {
                    invocationId: string;
                };
            } | {
                /** @enum {boolean} */
                ok: false;
                problem: components["schemas"]["Problem"] & unknown;
                retryAfterSeconds?: number;
            })[];
        };
        Invocation: {
            invocationId: string;
            toolId: string;
            /** @enum {string} */
            status: "success" | "error" | "timeout";
            /** @description The tool's answer; null unless `status` is success. */
            result?: unknown;
            error?: {
                code: string;
                message: string;
                retryable: boolean;
            };
            /** @description Where the result does not fit the tool's `outputSchema`. */
            warnings?: {
                code: string;
                pointer: string;
                message: string;
                hint?: string;
            }[];
            latencyMs: number;
            callerAgentId: string;
            providerAgentId: string;
            /** Format: date-time */
            timestamp: string;
        };
        StreamMessage: {
            /** @enum {string} */
            type: "item";
            /** @description The name of the provider's event, if it has one. */
            name?: string;
            data?: unknown;
        } | {
            /** @enum {string} */
            type: "invocation";
            invocation: components["schemas"]["Invocation"];
        } | {
            /** @enum {string} */
            type: "heartbeat";
        };
        AcceptedInvocation: {
            invocationId: string;
            /** @enum {string} */
            status: "pending";
        };
        LoggedInvocation: {
            id: string;
            toolId: string;
            callerAgentId: string;
            providerAgentId: string;
            /** @enum {string} */
            status: "pending" | "running" | "success" | "error" | "timeout";
            error: {
                code: string | null;
                message: string | null;
            } | null;
            latencyMs: number | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            completedAt: string | null;
        };
        LoggedInvocationDetail: components["schemas"]["LoggedInvocation"] & {
            input?: unknown;
            output?: unknown;
        };
        RegistryServerList: {
            servers: components["schemas"]["RegistryServerResponse"][];
            metadata: {
                count: number;
                /** @description Absent on the last page. */
                nextCursor?: string;
            };
        };
        RegistryServerResponse: {
            server: components["schemas"]["RegistryServer"];
            _meta: {
                "io.modelcontextprotocol.registry/official": {
                    /** @enum {string} */
                    status: "active" | "deleted";
                    /** Format: date-time */
                    statusChangedAt: string;
                    /** Format: date-time */
                    publishedAt: string;
                    /** Format: date-time */
                    updatedAt: string;
                    isLatest: boolean;
                };
            };
        };
        RegistryServer: {
            $schema: string;
            name: string;
            title?: string;
            description: string;
            version: string;
            remotes?: {
                /** @enum {string} */
                type: "streamable-http";
                url: string;
                headers: {
                    name: string;
                    description: string;
                    isRequired: boolean;
                    isSecret: boolean;
                    value: string;
                    variables: {
                        [key: string]: {
                            description: string;
                            isRequired: boolean;
                            isSecret: boolean;
                        };
                    };
                }[];
            }[];
        };
        McpRegistry: {
            id: string;
            name: string;
            url: string;
            /** @description How many the hub knows of it. */
            serverCount: number;
            /** @description Whether there are pages that are still to be read. */
            isWalking: boolean;
            /**
             * Format: date-time
             * @description Since when the next walk asks for changes; null: for everything.
             */
            since: string | null;
            /** @description How many servers of the last walk the hub could not use. */
            leftOut: number;
            /** @description Why the first of them. */
            leftOutReason: string | null;
            /** @description Why the last refresh failed, if it did. */
            lastError: string | null;
            /**
             * Format: date-time
             * @description When it was last read to its end.
             */
            refreshedAt: string | null;
            /** Format: date-time */
            nextRefreshAt: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        McpRegistryEntry: {
            name: string;
            title: string | null;
            description: string;
            version: string;
            /**
             * @description What its registry says of it.
             * @enum {string}
             */
            status: "active" | "deprecated" | "deleted";
            statusMessage: string | null;
            /** Format: date-time */
            updatedAt: string | null;
            /** @description Whether this hub can add it. */
            reachable: boolean;
            remotes: {
                type: string;
                url: string;
                headers?: {
                    name: string;
                    description?: string;
                    isRequired?: boolean;
                    isSecret?: boolean;
                    value?: string;
                    default?: string;
                    choices?: string[];
                    variables?: {
                        [key: string]: {
                            description?: string;
                            isRequired?: boolean;
                            isSecret?: boolean;
                            value?: string;
                            default?: string;
                            choices?: string[];
                        };
                    };
                }[];
                variables?: {
                    [key: string]: {
                        description?: string;
                        isRequired?: boolean;
                        isSecret?: boolean;
                        value?: string;
                        default?: string;
                        choices?: string[];
                    };
                };
                /** @description Null where this hub can reach it. */
                unreachableBecause: string | null;
            }[];
        };
        Toolbox: {
            id: string;
            /** @description The owner. */
            agentId: string;
            name: string;
            description: string;
            tools: {
                tool: string;
                as?: string;
            }[];
            isPublic: boolean;
            /** @description Counts its changes, from 1. */
            version: number;
            /** @description Its MCP endpoint on this hub. */
            mcpPath: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        SocketTicket: {
            ticket: string;
            /** @description Where to connect, with the ticket; `mcp` is the subprotocol. */
            url: string;
            /** Format: date-time */
            expiresAt: string;
        };
        CallbackSecret: {
            secret: string;
            /** Format: date-time */
            previousValidUntil: string | null;
        };
        Callback: {
            /** @description The `webhook-id` of every attempt. */
            id: string;
            /** @description The call whose outcome it brings. */
            invocationId: string | null;
            /** @description The handoff of which it tells. */
            handoffId: string | null;
            url: string;
            /**
             * @description `dead`: given up after a day of attempts.
             * @enum {string}
             */
            status: "pending" | "delivered" | "dead";
            attempts: number;
            /** @description Why the latest attempt failed. */
            lastError: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            nextAttemptAt: string | null;
            /** Format: date-time */
            completedAt: string | null;
        };
        CreatedWorkflow: components["schemas"]["DefinedWorkflow"] & {
            warnings: components["schemas"]["Diagnostic"][];
        };
        Diagnostic: {
            /** @enum {string} */
            severity: "error" | "warning";
            code: string;
            /** @description RFC 6901, from the definition's root. */
            pointer: string;
            message: string;
            /** @description How to mend it, in words. */
            hint?: string;
            /** @description JSON Patch (RFC 6902) against the body that was sent. */
            fix?: {
                /** @enum {string} */
                op: "add" | "remove" | "replace" | "move";
                path: string;
                from?: string;
                /** @description What to add, or to put in place of what is there. */
                value?: unknown;
            }[];
        };
        DefinedWorkflow: components["schemas"]["Workflow"] & {
            definition?: unknown;
        };
        Workflow: {
            id: string;
            /** @description The owner. */
            agentId: string;
            name: string;
            description: string;
            /** @description JSON Schema (2020-12), or null. */
            inputSchema?: unknown;
            /** @enum {string} */
            status: "draft" | "active" | "archived";
            isPublic: boolean;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /**
         * Workflow
         * @description A workflow: steps, and which of them wait for which.
         */
        WorkflowDefinition: {
            /** @description The JSON Schema that the definition is written by, for editors. The hub does not look at it. */
            $schema?: string;
            /** @description The workflow's name. */
            name: string;
            /** @description What the workflow does, in words. */
            description?: string;
            /** @description The steps. Their order does not matter: a step starts as soon as all that it waits for has ended. */
            steps: {
                /** @description The step's name within this workflow: a letter or underscore, then up to 63 letters, digits, underscores or hyphens. */
                id: string;
                /** @description The id of the tool that is called. */
                toolId?: string;
                /** @description The tool that is called, in place of toolId: its agent's id, its name and its version. Without a version, the newest one; which that is, is settled when the workflow is stored. */
                tool?: string;
                /** @description The workflow that the step runs, with `arguments` as its input; its output is the result. The version is the one that is current when this workflow is stored. */
                workflowId?: string;
                /** @description Hands work to another agent and waits, for days if need be; its answer is the result. The step fails with handoff_rejected, handoff_expired, handoff_cancelled, or the code that the receiver gives. */
                handoff?: {
                    /** @description The agent that the work is for; may be a template. */
                    toAgentId?: string;
                    /** @description In place of toAgentId: any agent that has this tag in its profile; the first to accept has it. May be a template. */
                    tag?: string;
                    /** @description What the receiver is given, an object: task, conversation, artifacts, constraints, deadline, and what else there is to know. A template. */
                    context?: unknown;
                    /**
                     * @description transfer: the receiver takes the work over. delegate: it does it for the sender.
                     * @default delegate
                     * @enum {string}
                     */
                    mode?: "transfer" | "delegate";
                    /** @description How long each agent that is asked has to accept it, in milliseconds. The step's own timeoutMs bounds the whole. */
                    timeoutMs?: number;
                    /** @description Who is asked next, one after the other, where an agent rejects it or lets its time pass. */
                    escalateTo?: {
                        /** @description The agent that the work is for; may be a template. */
                        toAgentId?: string;
                        /** @description In place of toAgentId: any agent that has this tag in its profile; the first to accept has it. May be a template. */
                        tag?: string;
                    }[];
                    /** @description The JSON Schema that the context has to fit; where it does not, nobody is asked and the step fails. */
                    inputSchema?: {
                        [key: string]: unknown;
                    } | boolean;
                    /** @description The JSON Schema that the receiver's result has to fit. */
                    resultSchema?: {
                        [key: string]: unknown;
                    } | boolean;
                    /** @description The handoff that this work is part of, which your agent has accepted; may be a template. The work then cannot go back to an agent through whose hands it came. */
                    parentHandoffId?: string;
                };
                /** @description Waits: exactly one of ms, until and signal. A run that waits costs nothing. */
                wait?: {
                    /** @description For so many milliseconds, or a template that gives them. */
                    ms?: number | string;
                    /** @description Until this time (ISO 8601 with Z or an offset), or a template that gives one. A time that is past is not waited for. */
                    until?: string;
                    /** @description Until a signal of this name is sent to the run (POST /workflow-runs/{runId}/signals/{name}). Its payload is the step's result. Each signal ends one wait. */
                    signal?: string;
                    /** @description How long to wait for the signal; then the step fails. Without it, for as long as the run lasts. */
                    timeoutMs?: number;
                    /** @description The JSON Schema that the signal's payload has to fit: the form that an approver fills in. */
                    schema?: {
                        [key: string]: unknown;
                    } | boolean;
                };
                /** @description A template; what it gives is the result. Nothing is called. */
                transform?: unknown;
                /** @description What the step is for, in words. */
                description?: string;
                /** @description One placeholder that gives true or false; where it is false, the step is skipped. Steps after it go on, unless their templates need its result without a default. */
                when?: string;
                /** @description Does the step once for each item of a list, which templates see as {{item}} and {{index}}. The result is the list of results, in order. */
                forEach?: {
                    /** @description The list: a template that gives one, or the list itself. */
                    items: string | unknown[];
                    /**
                     * @description How many items may be under way at a time.
                     * @default 16
                     */
                    concurrency?: number;
                    /**
                     * @description How many items may fail without failing the step, or which share of them ("10%"). Their results are null.
                     * @default 0
                     */
                    tolerate?: number | string;
                };
                /** @description The arguments of the tool, or the input of the workflow. Strings may hold templates: {{input.topic}}, {{steps.search.result.results}}, {{= $count($steps.search.result.results)}}. A string that is one placeholder keeps the value's type. A step that is referred to here is waited for. */
                arguments?: {
                    [key: string]: unknown;
                };
                /** @description Ids of steps to wait for, beside those that the arguments refer to. */
                dependsOn?: string[];
                /** @description When a call is made again. Only failures that can pass are retried (5xx, 408, 429, network faults, timeouts); a 4xx is final. */
                retry?: {
                    /**
                     * @description How often the tool is called at most. The first call counts: 1 means no retry.
                     * @default 3
                     */
                    maxAttempts?: number;
                    /**
                     * @description How the pause grows: always initialDelayMs (constant), by initialDelayMs each time (linear), or doubling (exponential).
                     * @default exponential
                     * @enum {string}
                     */
                    backoff?: "constant" | "linear" | "exponential";
                    /**
                     * @description The pause before the second call, in milliseconds.
                     * @default 500
                     */
                    initialDelayMs?: number;
                    /**
                     * @description No pause is longer than this, in milliseconds. It is never less than initialDelayMs.
                     * @default 30000
                     */
                    maxDelayMs?: number;
                    /**
                     * @description Spreads each pause evenly between half of it and all of it, so that many runs do not retry at once.
                     * @default true
                     */
                    jitter?: boolean;
                    /** @description Error codes that end the step at once, even where the failure could be retried. */
                    nonRetryable?: string[];
                };
                /** @description How long one call may take, in milliseconds, at most 300000 (without it, 30000); of a sub-workflow or a handoff, how long until its answer (without it, as long as the run lasts). */
                timeoutMs?: number;
                /**
                 * @description What a failure of the step means: it counts (fail), it is let pass and the step has no result (continue), or the step has this result all the same ({ fallback }).
                 * @default fail
                 */
                onError?: ("fail" | "continue") | {
                    /** @description The step's result where it fails; a template. */
                    fallback: unknown;
                };
                /** @description The call that undoes the step where the run fails. It needs errorStrategy: compensate. */
                compensate?: {
                    /** @description The id of the tool that is called. */
                    toolId?: string;
                    /** @description The tool that is called, in place of toolId: its agent's id, its name and its version. Without a version, the newest one; which that is, is settled when the workflow is stored. */
                    tool?: string;
                    /** @description Templates; steps.<this step>.result is what is to be undone (of a forEach, that of the item). */
                    arguments?: {
                        [key: string]: unknown;
                    };
                    /** @description When a call is made again. Only failures that can pass are retried (5xx, 408, 429, network faults, timeouts); a 4xx is final. */
                    retry?: {
                        /**
                         * @description How often the tool is called at most. The first call counts: 1 means no retry.
                         * @default 3
                         */
                        maxAttempts?: number;
                        /**
                         * @description How the pause grows: always initialDelayMs (constant), by initialDelayMs each time (linear), or doubling (exponential).
                         * @default exponential
                         * @enum {string}
                         */
                        backoff?: "constant" | "linear" | "exponential";
                        /**
                         * @description The pause before the second call, in milliseconds.
                         * @default 500
                         */
                        initialDelayMs?: number;
                        /**
                         * @description No pause is longer than this, in milliseconds. It is never less than initialDelayMs.
                         * @default 30000
                         */
                        maxDelayMs?: number;
                        /**
                         * @description Spreads each pause evenly between half of it and all of it, so that many runs do not retry at once.
                         * @default true
                         */
                        jitter?: boolean;
                        /** @description Error codes that end the step at once, even where the failure could be retried. */
                        nonRetryable?: string[];
                    };
                    /**
                     * @description How long one call may take, in milliseconds.
                     * @default 30000
                     */
                    timeoutMs?: number;
                };
            }[];
            /** @description The JSON Schema that a run's input has to fit (2020-12 unless $schema says otherwise). */
            inputSchema?: {
                [key: string]: unknown;
            } | boolean;
            /**
             * @description Whether the workflow is a tool of the hub's MCP endpoint, to those who may run it: its arguments are the run's input, its result the run's output.
             * @default false
             */
            exposeAsTool?: boolean | {
                /** @description What the tool is called. Without it, the workflow's name, with `_` for what no client takes. */
                name?: string;
                /** @description What a model reads of the tool. Without it, the workflow's description. */
                description?: string;
            };
            /** @description A template for the run's output. Without it, the output is the results of the last steps by step id. */
            output?: unknown;
            /** @description The JSON Schema that the run's output has to fit; a run whose output does not, fails. */
            outputSchema?: {
                [key: string]: unknown;
            } | boolean;
            /**
             * @description What a failed step means: the run ends at once (stop_on_first), steps that do not need it go on (continue), or the run ends and what was done is undone (compensate).
             * @default stop_on_first
             * @enum {string}
             */
            errorStrategy?: "stop_on_first" | "continue" | "compensate";
            /** @description How long a run may take from its start, in milliseconds. Without it there is no limit. */
            timeoutMs?: number;
            /** @description Bounds how many runs are under way. */
            concurrency?: {
                /** @description Runs for which this template gives the same text share the limit. Without it, all runs do. */
                key?: string;
                /** @description How many runs may be under way at a time. */
                limit: number;
                /**
                 * @description What becomes of a run that finds no place: it waits in order (queue), it is cancelled (skip), or the run that is under way the longest is cancelled for it (cancel_running).
                 * @default queue
                 * @enum {string}
                 */
                onConflict?: "queue" | "skip" | "cancel_running";
            };
            /** @description After how many days from its end a run is deleted, with all that it took and gave, and with the runs that its steps started. Without it, runs are kept. */
            retentionDays?: number;
        };
        CheckedDefinition: {
            ok: boolean;
            diagnostics: components["schemas"]["Diagnostic"][];
            /** @description With `mend=true`. */
            mended?: {
                definition?: unknown;
                /** @description How many fixes were applied. */
                fixes: number;
                ok: boolean;
                diagnostics: components["schemas"]["Diagnostic"][];
            };
        };
        PlannedWorkflow: components["schemas"]["WorkflowPlan"] & {
            warnings: components["schemas"]["Diagnostic"][];
        };
        WorkflowPlan: {
            /** @description Step ids; those of one layer can run at a time. */
            layers: string[][];
            steps: {
                id: string;
                /** @enum {string} */
                kind: "tool" | "workflow" | "handoff" | "wait" | "transform";
                toolId?: string;
                workflowId?: string;
                waitsFor: string[];
                layer: number;
                /** @description How often it is done; null: as many items as its list has. */
                items: number | null;
                attempts: number;
                /** @description Measured, on average; null: not known. */
                latencyMs: number | null;
                /** @description True: some of its sub-workflow's critical path is not known, and comes on top. */
                isPart?: boolean;
            }[];
            criticalPath: {
                steps: string[];
                latencyMs: number;
                /** @description Steps of it whose time is not known, and comes on top. */
                unmeasured: string[];
            };
            calls: {
                /** @description Calls of tools, also in sub-workflows, where nothing fails and nothing is skipped. */
                once: number;
                /** @description Where every call takes all of its attempts. What `compensate` calls, where the run fails, is in no number here. */
                atMost: number;
                /** @description Steps that call once for each item of a list from the run, or whose sub-workflow does. */
                perItem: string[];
            };
            price: {
                perRunUsd: number;
                /** @description By step id, beside perRunUsd: for one item of each such list. */
                perItemUsd: {
                    [key: string]: number;
                };
                /** @description Tools that are paid for by subscription. */
                subscriptions: string[];
            };
            limits: {
                /** @enum {string} */
                limit: "steps" | "parallel" | "tool_rate" | "key_rate" | "workflow_timeout" | "workflow_depth";
                value: number;
                max: number;
                toolId?: string;
                message: string;
            }[];
        };
        DryRun: {
            /** @enum {string} */
            status: "success" | "failed" | "cancelled";
            input?: unknown;
            output?: unknown;
            error: {
                code: string;
                message: string;
                stepId?: string;
            } | null;
            steps: {
                [key: string]: {
                    /** @enum {string} */
                    status: "pending" | "running" | "waiting" | "success" | "failed" | "skipped" | "cancelled";
                    result?: unknown;
                    error: {
                        code: string;
                        message: string;
                        stepId?: string;
                    } | null;
                    attempts: number;
                    items: number | null;
                };
            };
            /** @description How many calls a run like this makes. */
            calls: number;
            /** @description What its waits and pauses come to. */
            elapsedMs: number;
            events: {
                type: string;
                /** @description Since the run began, by a clock that jumps. */
                atMs: number;
                stepId?: string;
                item?: number;
                undo?: boolean;
                attempt?: number;
                error?: {
                    code: string;
                    message: string;
                    stepId?: string;
                };
            }[];
            eventsLeftOut: number;
            warnings: components["schemas"]["Diagnostic"][];
        };
        EvaluatedTemplate: {
            ok: boolean;
            /** @description Where `ok`. */
            value?: unknown;
            /** @description Where not `ok`. */
            faults?: {
                code: string;
                /** @description RFC 6901, into the template. */
                pointer: string;
                /** @description Where the placeholder begins in its text, from 0. */
                position?: number;
                message: string;
                hint?: string;
            }[];
        };
        ConvertedWorkflow: {
            definition?: unknown;
            notes: components["schemas"]["ImportNote"][];
            /** @description Whether it would be stored. */
            ok: boolean;
            diagnostics: components["schemas"]["Diagnostic"][];
        };
        ImportNote: {
            /**
             * @description An `error` changes what the workflow does.
             * @enum {string}
             */
            severity: "error" | "warning";
            /** @enum {string} */
            code: "invalid_source" | "unmapped_construct" | "unmapped_tool" | "changed_tool" | "approximated";
            /** @description RFC 6901, into `source`. */
            pointer: string;
            message: string;
            hint: string;
        };
        ImportedWorkflow: components["schemas"]["DefinedWorkflow"] & {
            notes: components["schemas"]["ImportNote"][];
            warnings: components["schemas"]["Diagnostic"][];
        };
        ExportedWorkflow: {
            /** @enum {string} */
            format: "nexuscall.workflow/1";
            workflow: {
                id: string;
                version: number;
                name: string;
                description: string;
            };
            /** @description As its author wrote it. */
            definition?: unknown;
            /** @description What its steps call; one that is gone is left out. */
            tools: {
                /** @description As the definition names it. */
                ref: string;
                agentId: string;
                name: string;
                version: string;
                /** @description SHA-256, in hex, of `{name, description, inputSchema, outputSchema}` as canonical JSON. */
                definitionHash: string;
            }[];
            /** @description The workflows that its steps run. They are exported by themselves. */
            workflows: {
                ref: string;
                name: string;
                version: number;
            }[];
        };
        ReplacedWorkflow: components["schemas"]["DefinedWorkflow"] & {
            warnings: components["schemas"]["Diagnostic"][];
        };
        WorkflowVersion: {
            version: number;
            name: string;
            description: string;
            /** @description The older version that it was made equal to. */
            restores: number | null;
            /** Format: date-time */
            createdAt: string;
        };
        DefinedVersion: components["schemas"]["WorkflowVersion"] & {
            definition?: unknown;
            /** @description JSON Schema (2020-12), or null. */
            inputSchema?: unknown;
        };
        WorkflowDiff: {
            from: number;
            to: number;
            /** @description JSON Patch (RFC 6902), from the one definition to the other. */
            patch: {
                /** @enum {string} */
                op: "add" | "remove" | "replace";
                path: string;
                value?: unknown;
            }[];
            /** @description Fields beside the steps that are other ones. */
            fields: string[];
            steps: {
                added: string[];
                removed: string[];
                changed: {
                    id: string;
                    fields: string[];
                }[];
            };
        };
        Template: {
            id: string;
            /** @description The publisher; `agent_nexus` of presets. */
            agentId: string;
            agentName: string;
            /** @description What was published; null: a preset of the hub. */
            workflowId: string | null;
            title: string;
            summary: string;
            /** @description One word to browse by: 1 to 40 of a-z 0-9 - */
            category: string | null;
            tags: string[];
            /** @description One character to know it by, such as an emoji; null: none. */
            icon: string | null;
            /** @description The current one; counts from 1. */
            version: number;
            /** @description The template that the published workflow was made of; null where it was made of none. */
            forkedFrom: {
                id: string;
                version: number;
            } | null;
            /** @description Workflows that were made of it. */
            useCount: number;
            /** @description Agents that made some, its publisher apart. */
            userCount: number;
            rating: {
                /** @description 1 to 5; null where nobody has rated it. */
                average: number | null;
                count: number;
            };
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ReadTemplate: components["schemas"]["Template"] & {
            /** @description Markdown. It comes from its publisher: show it as a stranger's text. */
            readme: string;
            /** @description The version that `definition`, `slots` and `exampleInput` are of. */
            shownVersion: number;
            /** @description A workflow's definition, with `slot:<name>` where a tool is open. */
            definition?: unknown;
            /** @description The definitions of the workflows that its steps run, by name; a step that runs one says `sub:<name>` in `workflowId`. Slots are those of all of them. */
            subWorkflows: {
                [key: string]: unknown;
            };
            slots: components["schemas"]["Slot"][];
            /** @description An input to try it with, or null. */
            exampleInput?: unknown;
            /** @description Newest first, up to 100. */
            versions: {
                version: number;
                /** Format: date-time */
                createdAt: string;
            }[];
            /** @description What it comes from, the nearest first; `title` is null where that is not offered any more. */
            lineage: {
                id: string;
                version: number;
                title: string | null;
            }[];
            /** @description Templates that come from it. */
            forkCount: number;
            /** @description Whether you have made a workflow of it. Only who has may rate it. */
            isUsed: boolean;
        };
        /** @description The place of a tool that is open. Steps name it as `slot:<name>` in `toolId`. */
        Slot: {
            name: string;
            title: string;
            description: string;
            /** @description What the definition sends; null: it does not say. */
            inputSchema?: unknown;
            /** @description What the definition reads of the result; null: nothing. */
            outputSchema?: unknown;
            /** @description The tool that is taken where none is named. */
            default?: string;
        };
        InstantiatedTemplate: components["schemas"]["DefinedWorkflow"] & {
            template: {
                id: string;
                version: number;
            };
            /** @description What the template's sub-workflows are here; yours, too. */
            subWorkflows: {
                name: string;
                workflowId: string;
                version: number;
                /** @description False: it was there already. */
                isNew: boolean;
            }[];
            warnings: components["schemas"]["Diagnostic"][];
        };
        PublishedTemplate: components["schemas"]["ReadTemplate"] & {
            warnings: components["schemas"]["Diagnostic"][];
        };
        TemplateRating: {
            agentId: string;
            rating: number;
            comment: string | null;
            /** @description The template's, when it was given. */
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        TemplateReport: {
            templateId: string;
            /** @enum {string} */
            reason: "malicious" | "leaked_secret" | "broken" | "misleading" | "copyright" | "spam" | "other";
            details: string;
            version: number;
            /** Format: date-time */
            createdAt: string;
        };
        Run: {
            id: string;
            workflowId: string;
            workflowVersion: number;
            /** @description The run that it does again. */
            rerunOf: string | null;
            /** @description The run whose step started it; null where none did. */
            parentRunId: string | null;
            /** @enum {string} */
            status: "pending" | "running" | "success" | "failed" | "cancelled";
            /** @description It begins nothing until it is resumed. */
            paused: boolean;
            /** @description Its place among the runs that wait by the workflow's `concurrency`, 1 for the next; null: it does not wait so. */
            queuePosition: number | null;
            /** @description What started it, where no call did: a schedule's tick, or a webhook's message. */
            trigger: {
                /** @enum {string} */
                type: "schedule" | "webhook";
                id: string;
                /** Format: date-time */
                at: string;
            } | null;
            input?: unknown;
            /** @description Null until the run has settled. */
            output?: unknown;
            error: components["schemas"]["RunError"];
            currentStep: string | null;
            stepResults: {
                [key: string]: components["schemas"]["StepResult"];
            };
            /** @description What weighs more than 64 KiB and does not stand here: null stands in its place. Templates see it. */
            largeValues: {
                /** @description Where it belongs: a JSON Pointer into the run. */
                pointer: string;
                ref: string;
                sizeBytes: number;
                /** @description Where it is read. */
                url: string;
            }[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            completedAt: string | null;
        };
        RunError: {
            code: string;
            message: string;
            stepId?: string;
        } | null;
        StepResult: {
            /** @enum {string} */
            status: "pending" | "running" | "waiting" | "success" | "failed" | "skipped" | "cancelled";
            result?: unknown;
            error: components["schemas"]["RunError"];
            attempts: number;
            /** @description Its end is that of the run which this one does again. */
            kept: boolean;
            /** @description Of a step with a forEach: how far it has come. `kept` items have the result that they had in the run which this one does again. */
            items: {
                total: number;
                settled: number;
                failed: number;
                kept: number;
            } | null;
            /** @description What undid the step, or its items, under errorStrategy compensate. */
            undone: {
                item: number | null;
                /** @enum {string} */
                status: "pending" | "running" | "waiting" | "success" | "failed" | "skipped" | "cancelled";
                error: components["schemas"]["RunError"];
                attempts: number;
            }[];
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            completedAt: string | null;
        };
        StartedRun: {
            runId: string;
            /** @enum {string} */
            status: "pending" | "running" | "success" | "failed" | "cancelled";
        };
        RunSummary: {
            id: string;
            workflowId: string;
            workflowVersion: number;
            /** @description The run that it does again. */
            rerunOf: string | null;
            /** @description The run whose step started it; null where none did. */
            parentRunId: string | null;
            /** @enum {string} */
            status: "pending" | "running" | "success" | "failed" | "cancelled";
            /** @description What started it, where no call did: a schedule's tick, or a webhook's message. */
            trigger: {
                /** @enum {string} */
                type: "schedule" | "webhook";
                id: string;
                /** Format: date-time */
                at: string;
            } | null;
            error: components["schemas"]["RunError"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            completedAt: string | null;
            /** @description With `expand=input`. */
            input?: unknown;
            /** @description With `expand=output`. */
            output?: unknown;
        };
        CreatedWebhook: components["schemas"]["Webhook"] & {
            /** @description Shown this once; null where there is none, or it was given. */
            secret: string | null;
        };
        Webhook: {
            id: string;
            workflowId: string;
            /** @description Where messages are sent to, with POST. */
            url: string;
            name: string;
            /** @enum {string} */
            verification: "standard" | "github" | "stripe" | "bearer" | "none";
            filter: string | null;
            input?: unknown;
            version: number | null;
            maxPerMinute: number;
            enabled: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        WebhookSecret: {
            secret: string;
            /** Format: date-time */
            previousValidUntil: string | null;
        };
        WebhookDelivery: {
            id: string;
            /** @description The sender's own; null: it gave none. */
            messageId: string | null;
            /**
             * @description `matched`: it has a run. `repeated`: it came before, and has the run of then. `refused`: no run could be made of it.
             * @enum {string}
             */
            verdict: "matched" | "repeated" | "filtered" | "refused" | "bad_signature";
            runId: string | null;
            /** @description Why it has no run; null also where the filter is false. */
            detail: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        TakenMessage: {
            /** @enum {string} */
            verdict: "matched" | "repeated" | "filtered";
            runId: string | null;
        };
        Schedule: {
            id: string;
            workflowId: string;
            name: string;
            cron: string;
            timezone: string;
            input?: unknown;
            /** @enum {string} */
            catchUp: "skip" | "last" | "all";
            maxCatchUp: number;
            /** @enum {string} */
            overlap: "allow" | "skip" | "cancel_running";
            /** Format: date-time */
            startAt: string | null;
            /** Format: date-time */
            endAt: string | null;
            version: number | null;
            paused: boolean;
            /** @description Its next five ticks; none while it is paused. */
            nextTimes: string[];
            lastOutcome: components["schemas"]["TickOutcome"];
            /** @description The ticks of the latest outage that were not made up for: the first and the last. Null: there were none. */
            lastMissed: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
            } | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /** @description Of its last tick. */
        TickOutcome: {
            /** Format: date-time */
            scheduledAt: string;
            /**
             * @description `refused`: no run could be started, and `message` says why.
             * @enum {string}
             */
            status: "started" | "skipped" | "refused";
            runId: string | null;
            message: string | null;
        } | null;
        RunTimeline: {
            runId: string;
            /** @enum {string} */
            status: "pending" | "running" | "success" | "failed" | "cancelled";
            tasks: {
                stepId: string;
                item: number | null;
                /** @description It undoes the step, or the item. */
                undo: boolean;
                /** @enum {string} */
                status: "pending" | "running" | "waiting" | "success" | "failed" | "skipped" | "cancelled";
                /**
                 * Format: date-time
                 * @description Since when only a free place was missing.
                 */
                queuedAt: string | null;
                /** Format: date-time */
                startedAt: string | null;
                /** Format: date-time */
                endedAt: string | null;
                attempts: {
                    attempt: number;
                    /** Format: date-time */
                    startedAt: string;
                    /** Format: date-time */
                    endedAt: string | null;
                    /** @enum {string|null} */
                    outcome: "success" | "failed" | "deferred" | "handed_over" | "cancelled" | null;
                    invocationId: string;
                }[];
                waits: {
                    /** @enum {string} */
                    for: "retry" | "turn" | "time" | "signal" | "answer";
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string | null;
                }[];
            }[];
            /** @description How many tasks are not shown. */
            leftOut: number;
        };
        BulkOutcome: {
            results: ({
                /** @enum {boolean} */
                ok: true;
                runId: string;
                /** @description The run or, of a rerun, the new one. */
                run: {
                    id: string;
                    /** @enum {string} */
                    status: "pending" | "running" | "success" | "failed" | "cancelled";
                };
            } | {
                /** @enum {boolean} */
                ok: false;
                runId: string;
                problem: components["schemas"]["Problem"];
            })[];
        };
        Handoff: components["schemas"]["HandoffSummary"] & {
            context: components["schemas"]["HandoffContext"];
            /** @description Null until it is completed. */
            result?: unknown;
            inputSchema?: unknown;
            resultSchema?: unknown;
            timeoutMs: number | null;
            /** @description Who is still to be asked; shown to its sender alone. */
            escalateTo: ({
                toAgentId: string;
            } | {
                tag: string;
            })[];
            /** @description Shown to its sender alone. */
            callbackUrl: string | null;
            /** @description The agents through whose hands the work came, from the first sender to this one. */
            chain: string[];
            /** @description What you can do with it now. */
            possible: ("accept" | "reject" | "complete" | "fail" | "cancel" | "delete")[];
            /** @description What happened to it, who did it, and when. */
            events: {
                number: number;
                /**
                 * @description `declined`, `lapsed`: who was asked did not take it, and somebody else is asked.
                 * @enum {string}
                 */
                type: "created" | "accepted" | "declined" | "lapsed" | "rejected" | "completed" | "failed" | "cancelled" | "expired";
                /** @description Who did it; null: nobody, its time was up. */
                agentId: string | null;
                /** @description Of what you did: the key that you showed. */
                keyId: string | null;
                /** @description Who is asked from then on, where that changes. */
                toAgentId: string | null;
                tag: string | null;
                message: string | null;
                /** Format: date-time */
                at: string;
            }[];
        };
        HandoffContext: {
            /** @description What is to be done, in words. */
            task?: string;
            /** @description What was said so far, the oldest first. */
            conversation?: ({
                role: string;
                /** @description Text, or parts as its format has them. */
                content?: unknown;
            } & {
                [key: string]: unknown;
            })[];
            artifacts?: ({
                name: string;
                /** @description Where it is: artifacts come by reference. */
                uri: string;
                mimeType?: string;
                sizeBytes?: number;
                sha256?: string;
            } & {
                [key: string]: unknown;
            })[];
            /** @description What has to be kept to. */
            constraints?: string[];
            /**
             * Format: date-time
             * @description When it has to be done. A handoff that is open then expires.
             */
            deadline?: string;
        } & {
            [key: string]: unknown;
        };
        HandoffSummary: {
            id: string;
            fromAgentId: string;
            /** @description Who is asked, or has it; null as long as any agent with the tag is asked. */
            toAgentId: string | null;
            tag: string | null;
            /** @enum {string} */
            status: "pending" | "accepted" | "rejected" | "completed" | "failed" | "cancelled" | "expired";
            /** @enum {string} */
            mode: "transfer" | "delegate";
            /** @description The beginning of the context's task. */
            task: string;
            contextBytes: number;
            /** @description Why it ended without a result. */
            failure: {
                code: string;
                message: string;
                retryable: boolean;
            } | null;
            /** Format: date-time */
            deadline: string | null;
            /**
             * Format: date-time
             * @description When its state ends by itself.
             */
            expiresAt: string | null;
            parentHandoffId: string | null;
            /** @description The run whose step sent it. */
            workflowRunId: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            acceptedAt: string | null;
            /** Format: date-time */
            resolvedAt: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    description?: string;
                    tags?: string[];
                };
            };
        };
        responses: {
            /** @description The agent and its key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredAgent"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    description?: string;
                    tags?: string[];
                    /** @description https URL on a public address; null: none. */
                    handoffUrl?: string | null;
                };
            };
        };
        responses: {
            /** @description The agent as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /**
                     * @description `tools:*` and the like stand for all scopes of that kind there are now, `*` for all.
                     * @default [
                     *       "tools:invoke"
                     *     ]
                     */
                    scopes?: ("tools:invoke" | "tools:write" | "workflows:execute" | "workflows:write" | "handoffs:write" | "keys:write" | "*" | "tools:*" | "workflows:*" | "handoffs:*" | "keys:*")[];
                    /**
                     * @description Calls in any 60 s, up to the ceiling that the operator set.
                     * @default 100
                     */
                    rateLimitPerMin?: number;
                    /** Format: date-time */
                    expiresAt?: string;
                };
            };
        };
        responses: {
            /** @description The key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKey"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, without its secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                keyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description How long the old key stays valid; 0 ends it at once.
                     * @default 86400
                     */
                    overlapSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The new key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKey"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Seconds.
                     * @default 900
                     */
                    expiresIn?: number;
                    /** @description Those that the token is to have; all of the key's if left out. */
                    scopes?: ("tools:invoke" | "tools:write" | "workflows:execute" | "workflows:write" | "handoffs:write" | "keys:write" | "*" | "tools:*" | "workflows:*" | "handoffs:*" | "keys:*")[];
                };
            };
        };
        responses: {
            /** @description The token */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JsonWebKeySet"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is calling */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Caller"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    apiKey?: string;
                };
            };
        };
        responses: {
            /** @description Who is signed in */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Caller"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody is signed in */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No other is signed in */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGrants: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of grants */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthGrantPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGrant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                grantId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTools: {
        parameters: {
            query?: {
                /** @description Words in name, tags or description, or their beginnings. Where few tools have them all, words that differ by a typing error count too. */
                q?: string;
                tag?: string;
                category?: string;
                protocol?: "http" | "mcp" | "builtin" | "agent";
                /** @description The provider. */
                agentId?: string;
                /** @description The exact name. */
                name?: string;
                /** @description With `name`: one version, a semver range as npm has it, or `latest`, which gives one tool for each provider. The highest comes first. */
                version?: string;
                status?: "active" | "inactive" | "deprecated";
                pricing?: "free" | "per_call" | "subscription";
                /** @description The highest price of a call. */
                maxPriceUsd?: number | null;
                authType?: "bearer" | "api_key" | "none";
                /** @description Absent: `version` with `version`, `relevance` with `q` (the best 200), otherwise `newest`. `version` needs `name`. By popularity, success rate and latency, tools that were never called come last. */
                sort?: "relevance" | "newest" | "popularity" | "success_rate" | "latency" | "version";
                /** @description `true`: the first page counts how many tools of each status, pricing model, protocol, category and tag were found. */
                facets?: "true" | "false";
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Tool"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        facets?: components["schemas"]["ToolFacets"];
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerTool: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description As MCP wants it: 1 to 128 of A-Z a-z 0-9 _ . - */
                    name: string;
                    /** @default  */
                    description?: string;
                    /**
                     * @description Markdown: what it does, and how to use it.
                     * @default
                     */
                    readme?: string;
                    /** @default 1.0.0 */
                    version?: string;
                    /** @description JSON Schema of the arguments object. */
                    inputSchema?: unknown;
                    /** @description JSON Schema of the result. */
                    outputSchema?: unknown;
                    /** @default [] */
                    tags?: string[];
                    /**
                     * @description One word to browse by, of your choice: 1 to 40 of a-z 0-9 -
                     * @default null
                     */
                    category?: string | null;
                    /**
                     * @description What becomes of a result that does not fit `outputSchema`, where the call does not say: `off`: nothing, `warn`: it comes with `warnings`, `enforce`: the error `invalid_output` comes in its place. Null: as the hub is set.
                     * @default null
                     * @enum {string|null}
                     */
                    outputCheck?: "off" | "warn" | "enforce" | null;
                    /**
                     * @description JSON Pointers (RFC 6901) into a call's `/arguments` and `/result`, with `*` for any one segment. The log holds "[redacted]" in the place of what they lead to; the caller gets it whole.
                     * @default []
                     */
                    redaction?: string[];
                    /**
                     * @description Calls in any 60 s, for each calling agent.
                     * @default {
                     *       "maxPerMinute": 60
                     *     }
                     */
                    rateLimit?: {
                        maxPerMinute: number;
                    };
                    /** @description https URL on a public address. */
                    endpoint: string;
                    /**
                     * @description How the hub shows the provider who is calling: `Authorization: Bearer …`, a header of its own, or not.
                     * @default none
                     * @enum {string}
                     */
                    authType?: "none" | "bearer" | "api_key";
                    /** @description `{token}` for `bearer`, `{header, key}` for `api_key`. Kept encrypted, sent to `endpoint`, never shown. */
                    authConfig?: {
                        token?: string;
                        header?: string;
                        key?: string;
                    };
                    /**
                     * @default {
                     *       "model": "free",
                     *       "priceUsd": 0
                     *     }
                     */
                    pricing?: {
                        /** @enum {string} */
                        model: "free" | "per_call" | "subscription";
                        /** @default 0 */
                        priceUsd?: number;
                    };
                };
            };
        };
        responses: {
            /** @description The tool */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeTool"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                toolId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tool */
            200: {
                headers: {
                    /** @description Only of a deprecated tool: since when, as `@` and seconds since 1970 (RFC 9745). */
                    Deprecation?: string;
                    /** @description Only of a deprecated tool that names the one to use instead. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeTool"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                toolId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description As MCP wants it: 1 to 128 of A-Z a-z 0-9 _ . - */
                    name?: string;
                    description?: string;
                    /** @description Markdown: what it does, and how to use it. */
                    readme?: string;
                    version?: string;
                    /** @description JSON Schema of the arguments object. */
                    inputSchema?: unknown;
                    /** @description JSON Schema of the result. */
                    outputSchema?: unknown;
                    tags?: string[];
                    /** @description One word to browse by, of your choice: 1 to 40 of a-z 0-9 - */
                    category?: string | null;
                    /**
                     * @description What becomes of a result that does not fit `outputSchema`, where the call does not say: `off`: nothing, `warn`: it comes with `warnings`, `enforce`: the error `invalid_output` comes in its place. Null: as the hub is set.
                     * @enum {string|null}
                     */
                    outputCheck?: "off" | "warn" | "enforce" | null;
                    /** @description JSON Pointers (RFC 6901) into a call's `/arguments` and `/result`, with `*` for any one segment. The log holds "[redacted]" in the place of what they lead to; the caller gets it whole. */
                    redaction?: string[];
                    rateLimit?: {
                        maxPerMinute: number;
                    };
                    /** @description https URL on a public address. */
                    endpoint?: string;
                    pricing?: {
                        /** @enum {string} */
                        model: "free" | "per_call" | "subscription";
                        /** @default 0 */
                        priceUsd?: number;
                    };
                    /**
                     * @description `inactive`: nobody else sees or calls it. `deprecated`: still answers, with a `Deprecation` header, but searches by others no longer bring it up.
                     * @enum {string}
                     */
                    status?: "active" | "inactive" | "deprecated";
                    /** @description The tool to use instead, told to callers once this one is deprecated or deregistered. */
                    successorId?: string | null;
                };
            };
        };
        responses: {
            /** @description The tool as it is now */
            200: {
                headers: {
                    /** @description Only of a deprecated tool: since when, as `@` and seconds since 1970 (RFC 9745). */
                    Deprecation?: string;
                    /** @description Only of a deprecated tool that names the one to use instead. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeTool"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTool: {
        parameters: {
            query?: {
                /** @description The tool to use instead. */
                successorId?: string;
            };
            header?: never;
            path: {
                toolId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deregistered */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getToolSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                toolId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schemas */
            200: {
                headers: {
                    /** @description Only of a deprecated tool: since when, as `@` and seconds since 1970 (RFC 9745). */
                    Deprecation?: string;
                    /** @description Only of a deprecated tool that names the one to use instead. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolSchemas"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getToolStats: {
        parameters: {
            query?: {
                period?: "minute" | "hour" | "day";
                /** @description Rounded down to a whole period. Absent: 60 minutes, 24 hours or 30 days back. At most 1,000 periods. */
                from?: string;
                /** @description Rounded up to a whole period. Absent: now. */
                to?: string;
            };
            header?: never;
            path: {
                toolId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    /** @description Only of a deprecated tool: since when, as `@` and seconds since 1970 (RFC 9745). */
                    Deprecation?: string;
                    /** @description Only of a deprecated tool that names the one to use instead. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolStats"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                toolId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description How the hub shows the provider who is calling: `Authorization: Bearer …`, a header of its own, or not.
                     * @enum {string}
                     */
                    authType: "none" | "bearer" | "api_key";
                    /** @description `{token}` for `bearer`, `{header, key}` for `api_key`. Kept encrypted, sent to `endpoint`, never shown. */
                    authConfig?: {
                        token?: string;
                        header?: string;
                        key?: string;
                    };
                };
            };
        };
        responses: {
            /** @description The tool as it is now */
            200: {
                headers: {
                    /** @description Only of a deprecated tool: since when, as `@` and seconds since 1970 (RFC 9745). */
                    Deprecation?: string;
                    /** @description Only of a deprecated tool that names the one to use instead. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeTool"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAgentTools: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Tool"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listServers: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["McpServer"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerServer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Yours alone. It stands in front of a tool's name where you have another tool of that name. */
                    name: string;
                    /** @description Its Streamable HTTP endpoint: an https URL on a public address. */
                    url: string;
                    /**
                     * @description How the hub shows the provider who is calling: `Authorization: Bearer …`, a header of its own, or not.
                     * @default none
                     * @enum {string}
                     */
                    authType?: "none" | "bearer" | "api_key";
                    /** @description `{token}` for `bearer`, `{header, key}` for `api_key`. Kept encrypted, sent to `endpoint`, never shown. */
                    authConfig?: {
                        token?: string;
                        header?: string;
                        key?: string;
                    };
                    /**
                     * @description Whether every agent may see and use it, and its tools, under its own key, and whether it is in `/v0.1/servers`. A private one is there for its owner alone.
                     * @default false
                     */
                    isPublic?: boolean;
                };
            };
        };
        responses: {
            /** @description The server, and what was taken over */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            424: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Yours alone. It stands in front of a tool's name where you have another tool of that name. */
                    name?: string;
                    /** @description Its Streamable HTTP endpoint: an https URL on a public address. */
                    url?: string;
                    /**
                     * @description How the hub shows the provider who is calling: `Authorization: Bearer …`, a header of its own, or not.
                     * @enum {string}
                     */
                    authType?: "none" | "bearer" | "api_key";
                    /** @description `{token}` for `bearer`, `{header, key}` for `api_key`. Kept encrypted, sent to `endpoint`, never shown. */
                    authConfig?: {
                        token?: string;
                        header?: string;
                        key?: string;
                    };
                    /** @description Whether every agent may see and use it, and its tools, under its own key, and whether it is in `/v0.1/servers`. A private one is there for its owner alone. */
                    isPublic?: boolean;
                };
            };
        };
        responses: {
            /** @description The server as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            424: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshServer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                serverId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            424: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listServerDefinitions: {
        parameters: {
            query?: {
                kind?: "tool" | "resource" | "template" | "prompt";
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                serverId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["McpServerDefinition"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listServerChanges: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                serverId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, instructions first, then by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["McpServerChange"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveServerChanges: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                serverId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Each by the hash that was shown. Absent: all that wait. */
                    changes?: {
                        /**
                         * @default tool
                         * @enum {string}
                         */
                        subject?: "tool" | "instructions";
                        name: string;
                        hash: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description How many were put in force, and how many wait still */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerReview"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectServerChanges: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                serverId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Each by the hash that was shown. Absent: all that wait. */
                    changes?: {
                        /**
                         * @default tool
                         * @enum {string}
                         */
                        subject?: "tool" | "instructions";
                        name: string;
                        hash: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description How many were turned down, and how many wait still */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerReview"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readServerResource: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                serverId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    uri: string;
                };
            };
        };
        responses: {
            /** @description `{contents: […]}` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            424: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServerPrompt: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                serverId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @description Texts by the names of the prompt's arguments. */
                    arguments?: Record<string, unknown>;
                };
            };
        };
        responses: {
            /** @description `{messages: […]}` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            424: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invokeBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    calls: {
                        toolId: string;
                        /** @description The tool's arguments. */
                        arguments?: Record<string, unknown>;
                        /**
                         * @description Milliseconds to wait for the provider.
                         * @default 30000
                         */
                        timeout?: number;
                        /**
                         * @description What becomes of a result that does not fit the tool's `outputSchema`: `off`: nothing, `warn`: it comes with `warnings`, `enforce`: the error `invalid_output` comes in its place. Absent: as the tool says, or else the hub.
                         * @enum {string}
                         */
                        outputCheck?: "off" | "warn" | "enforce";
                        /**
                         * @description Answers at once (202; in a batch, `pending`), and makes the call in the background: `GET /api/v1/mcp/invocations/{invocationId}` tells how it stands. An accepted call is made even if the hub stops meanwhile.
                         * @default false
                         */
                        async?: boolean;
                        /** @description Like `async`, and the outcome is POSTed here, as `{type: "invocation.completed", timestamp, data}` with the invocation as `data`: signed (Standard Webhooks), and for 24 hours until a 2xx takes it. */
                        callbackUrl?: string;
                        /** @description The one that you know the tool by: if it has another, the call is not made. */
                        definitionHash?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description What came of each call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvocationBatch"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invokeTool: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `definitionHash` that you know the tool by: if it has another, the call is not made. */
                "x-nexuscall-definition-hash"?: string;
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                toolId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The tool's arguments. */
                    arguments?: Record<string, unknown>;
                    /**
                     * @description Milliseconds to wait for the provider.
                     * @default 30000
                     */
                    timeout?: number;
                    /**
                     * @description What becomes of a result that does not fit the tool's `outputSchema`: `off`: nothing, `warn`: it comes with `warnings`, `enforce`: the error `invalid_output` comes in its place. Absent: as the tool says, or else the hub.
                     * @enum {string}
                     */
                    outputCheck?: "off" | "warn" | "enforce";
                    /**
                     * @description Answers at once (202; in a batch, `pending`), and makes the call in the background: `GET /api/v1/mcp/invocations/{invocationId}` tells how it stands. An accepted call is made even if the hub stops meanwhile.
                     * @default false
                     */
                    async?: boolean;
                    /** @description Like `async`, and the outcome is POSTed here, as `{type: "invocation.completed", timestamp, data}` with the invocation as `data`: signed (Standard Webhooks), and for 24 hours until a 2xx takes it. */
                    callbackUrl?: string;
                };
            };
        };
        responses: {
            /** @description What came of the call, or a stream of messages the last of which says that */
            200: {
                headers: {
                    /** @description Only of a deprecated tool: since when, as `@` and seconds since 1970 (RFC 9745). */
                    Deprecation?: string;
                    /** @description Only of a deprecated tool that names the one to use instead. */
                    Link?: string;
                    /** @description Only of a stream: the call's id. */
                    "X-NexusCall-Invocation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invocation"];
                    "text/event-stream": components["schemas"]["StreamMessage"];
                    "application/x-ndjson": components["schemas"]["StreamMessage"];
                };
            };
            /** @description The call will be made (`async` or `callbackUrl`) */
            202: {
                headers: {
                    /** @description Only of a deprecated tool: since when, as `@` and seconds since 1970 (RFC 9745). */
                    Deprecation?: string;
                    /** @description Only of a deprecated tool that names the one to use instead. */
                    Link?: string;
                    /** @description Where the invocation can be read. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedInvocation"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInvocations: {
        parameters: {
            query?: {
                /** @description Only calls in which the agent has this role. */
                role?: "caller" | "provider";
                /** @description Only calls that this agent made: yourself, or a caller of your tools. */
                callerAgentId?: string;
                /** @description Only calls of this agent's tools. */
                providerAgentId?: string;
                toolId?: string;
                /** @description One status, or several with commas: `error,timeout`. */
                status?: string;
                /** @description Only calls that began at this time or later. */
                from?: string;
                /** @description Only calls that began before this. */
                to?: string;
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LoggedInvocation"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInvocation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoggedInvocationDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFeed: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                lastEventId?: string;
                /** @description Only events of these types, with commas. */
                types?: string;
                /** @description Only events of this tool. */
                toolId?: string;
            };
            header?: {
                /** @description The last event that you have. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The WebSocket is open (`Upgrade: websocket`) */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The stream, without an end */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRegistryServers: {
        parameters: {
            query?: {
                /** @description `metadata.nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description A part of the name or the title. */
                search?: string;
                /** @description RFC 3339. With it, what is not offered any more is in the list too. */
                updated_since?: string;
                /** @description `latest`, or one version. */
                version?: string;
                /** @description Also what is not offered any more. */
                include_deleted?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryServerList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRegistryServerVersions: {
        parameters: {
            query?: {
                /** @description Also what is not offered any more. */
                include_deleted?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description URL-encoded. */
                serverName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryServerList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRegistryServerVersion: {
        parameters: {
            query?: {
                /** @description Also what is not offered any more. */
                include_deleted?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description URL-encoded. */
                serverName: string;
                /** @description `latest`, or one version. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryServerResponse"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRegistries: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["McpRegistry"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createRegistry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An https URL on a public address. */
                    url: string;
                    /** @description Yours alone; left out: its host. */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The registry, as far as it was read */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpRegistry"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            424: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRegistry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                registryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The registry */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpRegistry"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteRegistry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                registryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshRegistry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                registryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The registry as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpRegistry"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            424: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRegistryEntries: {
        parameters: {
            query?: {
                /** @description A part of the name, the title or the description. */
                search?: string;
                status?: "active" | "deprecated" | "deleted";
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                registryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["McpRegistryEntry"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importRegistryEntry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                registryId: string;
                /** @description URL-encoded. */
                serverName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Left out: the last part of the server's name. */
                    name?: string;
                    /** @description Its place in `remotes`; left out: the first that this hub can reach. */
                    remote?: number;
                    /**
                     * @description For what stands in braces, by name.
                     * @default {}
                     */
                    variables?: {
                        [key: string]: string;
                    };
                    /**
                     * @description For headers without a value, by name.
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    /**
                     * @description Instead of what the headers ask for.
                     * @enum {string}
                     */
                    authType?: "none" | "bearer" | "api_key";
                    /** @description `{token}` for `bearer`, `{header, key}` for `api_key`. Kept encrypted, sent to `endpoint`, never shown. */
                    authConfig?: {
                        token?: string;
                        header?: string;
                        key?: string;
                    };
                    /**
                     * @description Whether every agent may see and use it, and its tools, under its own key, and whether it is in `/v0.1/servers`. A private one is there for its owner alone.
                     * @default false
                     */
                    isPublic?: boolean;
                };
            };
        };
        responses: {
            /** @description The server, and what was taken over */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            424: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listToolboxes: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Toolbox"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToolbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @default  */
                    description?: string;
                    tools: (string | {
                        /** @description A tool's id, or its name with `@` and a version or a semver range as npm has it, or with neither for the latest: `search`, `search@^1.2`, `agent/search@1.2.0`. A bare name means your own tool, else the hub's, else the one agent's who has it. */
                        tool: string;
                        /** @description What the tool is called in the box; left out: by its own name. */
                        as?: string;
                    })[];
                    /**
                     * @description Whether every agent may see and use it, under its own key.
                     * @default false
                     */
                    isPublic?: boolean;
                };
            };
        };
        responses: {
            /** @description The toolbox */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Toolbox"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getToolbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                boxId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The toolbox */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Toolbox"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceToolbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                boxId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @default  */
                    description?: string;
                    tools: (string | {
                        /** @description A tool's id, or its name with `@` and a version or a semver range as npm has it, or with neither for the latest: `search`, `search@^1.2`, `agent/search@1.2.0`. A bare name means your own tool, else the hub's, else the one agent's who has it. */
                        tool: string;
                        /** @description What the tool is called in the box; left out: by its own name. */
                        as?: string;
                    })[];
                    /**
                     * @description Whether every agent may see and use it, under its own key.
                     * @default false
                     */
                    isPublic?: boolean;
                };
            };
        };
        responses: {
            /** @description The toolbox as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Toolbox"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteToolbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                boxId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSocketTicket: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SocketTicket"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateCallbackSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackSecret"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCallbacks: {
        parameters: {
            query?: {
                status?: "pending" | "delivered" | "dead";
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Callback"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverCallback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                callbackId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The callback */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Callback"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkflows: {
        parameters: {
            query?: {
                /** @description Only those with this in their name, in any case. */
                q?: string;
                /** @description Only those that are published as templates, or only the others. */
                isPublic?: "true" | "false";
                /** @description Only workflows that were created at this time or later. */
                from?: string;
                /** @description Only workflows that were created before this. */
                to?: string;
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Workflow"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowDefinition"];
            };
        };
        responses: {
            /** @description The workflow, and what is worth a second look in its definition */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWorkflow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkWorkflow: {
        parameters: {
            query?: {
                /** @description `true`: also answer the definition with all fixes applied, and what is left to say of it. */
                mend?: "true" | "false";
            };
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowDefinition"] & (Record<string, unknown> | null);
            };
        };
        responses: {
            /** @description What was found; `ok` where nothing of it is an error */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedDefinition"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowDefinition"] & (Record<string, unknown> | null);
            };
        };
        responses: {
            /** @description The plan in numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlannedWorkflow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dryRunWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The definition. */
                    definition?: unknown;
                    /** @description The run's input; without it, one that fits inputSchema. */
                    input?: unknown;
                    /**
                     * @description By step id; of a step of a sub-workflow, by `step/its-step`.
                     * @default {}
                     */
                    answers?: {
                        [key: string]: {
                            /** @description What the step gives; of a forEach, each of its items. */
                            result?: unknown;
                        } | {
                            error: {
                                code: string;
                                /** @default As the dry run was told. */
                                message?: string;
                                /** @default false */
                                retryable?: boolean;
                            };
                        };
                    };
                    /**
                     * @description Another seed makes other values.
                     * @default 1
                     */
                    seed?: string;
                };
            };
        };
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluateTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A text with placeholders, or any value that holds such texts. */
                    template?: unknown;
                    /**
                     * @default {
                     *       "steps": {}
                     *     }
                     */
                    context?: {
                        /** @description The run's input. */
                        input?: unknown;
                        /** @default {} */
                        steps?: {
                            [key: string]: {
                                /**
                                 * @default success
                                 * @enum {string}
                                 */
                                status?: "success" | "failed" | "skipped" | "cancelled";
                                /** @description What the step gave. */
                                result?: unknown;
                                error?: {
                                    code: string;
                                    message: string;
                                };
                            };
                        };
                        /** @description The item of a forEach. */
                        item?: unknown;
                        index?: number;
                        run?: {
                            id: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description What it gives, or what is wrong with it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluatedTemplate"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    format: "nexus" | "asl" | "serverless";
                    /** @description The document. */
                    source?: unknown;
                    /**
                     * @description What the document's tools, resources and functions are called here: a tool's id, `agent/name@version`, or a workflow's id.
                     * @default {}
                     */
                    tools?: {
                        [key: string]: string;
                    };
                    /** @default false */
                    dryRun?: boolean;
                };
            };
        };
        responses: {
            /** @description With `dryRun`: what it would be */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConvertedWorkflow"];
                };
            };
            /** @description The workflow */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedWorkflow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workflow */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinedWorkflow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version that the change is meant for, as `ETag` says it: `"3"`. */
                "if-match"?: string;
            };
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowDefinition"] & (Record<string, unknown> | null);
            };
        };
        responses: {
            /** @description The workflow in its new version, and what is worth a second look in its definition */
            200: {
                headers: {
                    /** @description The version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplacedWorkflow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportWorkflow: {
        parameters: {
            query?: {
                /** @description Left out: the current one. */
                version?: number;
            };
            header?: never;
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportedWorkflow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVersions: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WorkflowVersion"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflowId: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinedVersion"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version that the change is meant for, as `ETag` says it: `"3"`. */
                "if-match"?: string;
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                workflowId: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workflow in its new version, and what is worth a second look in its definition */
            200: {
                headers: {
                    /** @description The version. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplacedWorkflow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diffVersions: {
        parameters: {
            query?: {
                /** @description Without it, the one before `to`. */
                from?: number;
                /** @description Without it, the current one. */
                to?: number;
            };
            header?: never;
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDiff"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTemplates: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
                /** @description Words to look for. */
                q?: string;
                category?: string;
                tag?: string;
                /** @description Of this publisher. */
                agentId?: string;
                /** @description `relevance` (the default where `q` is given), `popularity` (by `userCount`; the default otherwise), `rating` (few ratings weigh little), `newest`. */
                sort?: "relevance" | "popularity" | "rating" | "newest";
                /** @description `true`: with the first page, how many there are of each category and tag. */
                facets?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Template"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        facets?: {
                            categories: {
                                value: string;
                                count: number;
                            }[];
                            tags: {
                                value: string;
                                count: number;
                            }[];
                        };
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplate: {
        parameters: {
            query?: {
                /** @description Left out: the current one. */
                version?: number;
            };
            header?: never;
            path: {
                templateId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadTemplate"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                templateId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Unpublished */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    instantiateTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                templateId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Of the workflow. */
                    name?: string;
                    /** @description Of the template; left out: the current one. */
                    version?: number;
                    /**
                     * @description By slot name: a tool's id, or `agent/name@version`.
                     * @default {}
                     */
                    slots?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description The workflow */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstantiatedTemplate"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSlotTools: {
        parameters: {
            query?: {
                /** @description Left out: the current one. */
                version?: number;
            };
            header?: never;
            path: {
                templateId: string;
                slotName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Tools for the slot */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            id: string;
                            name: string;
                            description: string;
                            agentId: string;
                            version: string;
                        }[];
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                templateId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Of the template; left out: the current one. */
                    version?: number;
                    /**
                     * @description By slot name: a tool's id, or `agent/name@version`. A slot that is left out stays open: its tool does as it says.
                     * @default {}
                     */
                    slots?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description The plan in numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlannedWorkflow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dryRunTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                templateId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Of the template; left out: the current one. */
                    version?: number;
                    /**
                     * @description By slot name: a tool's id, or `agent/name@version`. A slot that is left out stays open: its tool does as it says.
                     * @default {}
                     */
                    slots?: {
                        [key: string]: string;
                    };
                    /** @description The run's input; without it, one that fits inputSchema. */
                    input?: unknown;
                    /**
                     * @description By step id; of a step of a sub-workflow, by `step/its-step`.
                     * @default {}
                     */
                    answers?: {
                        [key: string]: {
                            /** @description What the step gives; of a forEach, each of its items. */
                            result?: unknown;
                        } | {
                            error: {
                                code: string;
                                /** @default As the dry run was told. */
                                message?: string;
                                /** @default false */
                                retryable?: boolean;
                            };
                        };
                    };
                    /**
                     * @description Another seed makes other values.
                     * @default 1
                     */
                    seed?: string;
                };
            };
        };
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Left out: the workflow's name. */
                    title?: string;
                    /** @description Left out: the workflow's description. */
                    summary?: string;
                    /** @description Markdown: what it does, what its slots need. */
                    readme?: string;
                    /** @description One word to browse by: 1 to 40 of a-z 0-9 - */
                    category?: string | null;
                    tags?: string[];
                    /** @description One character to know it by, such as an emoji; null: none. */
                    icon?: string | null;
                    /** @description Which version of the workflow is published; left out: the current one. */
                    version?: number;
                    /**
                     * @description Tools whose places are left open, in the workflow and those that it runs, by the slot's name. What a slot asks for is what the definition sends and reads. A public tool stays the slot's default; a private one has to become a slot.
                     * @default {}
                     */
                    slots?: {
                        [key: string]: {
                            /** @description As the definition names it: a tool's id, or `agent/name@version`. */
                            tool: string;
                            title?: string;
                            description?: string;
                        };
                    };
                    /** @description An input to try it with; it fits inputSchema. Null: none. */
                    exampleInput?: unknown;
                };
            };
        };
        responses: {
            /** @description The template, in the version that it had: its definition and its slots are the same */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedTemplate"];
                };
            };
            /** @description The template in its new version */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedTemplate"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTemplateRatings: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                templateId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TemplateRating"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rateTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                templateId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rating: number;
                    /** @default null */
                    comment?: string | null;
                };
            };
        };
        responses: {
            /** @description The rating */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateRating"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reportTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                templateId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "malicious" | "leaked_secret" | "broken" | "misleading" | "copyright" | "spam" | "other";
                    /** @default  */
                    details?: string;
                };
            };
        };
        responses: {
            /** @description The report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateReport"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executeWorkflow: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the run to settle. */
                wait?: number | null;
                /** @description Which version of the workflow to run; without it, the current one. */
                version?: number;
            };
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What templates see as `input`. */
                    input?: unknown;
                };
            };
        };
        responses: {
            /** @description The settled run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The run goes on */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkflowRuns: {
        parameters: {
            query?: {
                /** @description One status, or several with commas: `failed,cancelled`. */
                status?: string;
                /** @description Only runs that steps of this run started. */
                parentRunId?: string;
                /** @description Only runs that do this one again. */
                rerunOf?: string;
                /** @description Only runs that this schedule or webhook started, by its id. */
                triggerId?: string;
                /** @description `input`, `output` or both, with a comma: the list has these, too. Pages of at most 20 then, which is what they have without a `limit`. What weighs more than 64 KiB is null: the run itself says where it is read. */
                expand?: string;
                /** @description Only runs of this version of their workflow. */
                version?: number;
                /** @description Only runs that were created at this time or later. */
                from?: string;
                /** @description Only runs that were created before this. */
                to?: string;
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RunSummary"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description Only runs of this workflow. */
                workflowId?: string;
                /** @description One status, or several with commas: `failed,cancelled`. */
                status?: string;
                /** @description Only runs that steps of this run started. */
                parentRunId?: string;
                /** @description Only runs that do this one again. */
                rerunOf?: string;
                /** @description Only runs that this schedule or webhook started, by its id. */
                triggerId?: string;
                /** @description `input`, `output` or both, with a comma: the list has these, too. Pages of at most 20 then, which is what they have without a `limit`. What weighs more than 64 KiB is null: the run itself says where it is read. */
                expand?: string;
                /** @description Only runs of this version of their workflow. */
                version?: number;
                /** @description Only runs that were created at this time or later. */
                from?: string;
                /** @description Only runs that were created before this. */
                to?: string;
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RunSummary"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Webhook"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    name?: string;
                    /**
                     * @description How a message shows whom it is from: Standard Webhooks' signature, GitHub's X-Hub-Signature-256, Stripe's Stripe-Signature, the secret as a bearer token, or nothing. Of messages with one id (webhook-id, X-GitHub-Delivery, Stripe's event id; without signature also Idempotency-Key) the first alone has a run.
                     * @default standard
                     * @enum {string}
                     */
                    verification?: "standard" | "github" | "stripe" | "bearer" | "none";
                    /** @description Where the sender makes the secret, as Stripe does. Otherwise the hub makes one and shows it once. */
                    secret?: string;
                    /**
                     * @description A JSONata expression over $input.body, $input.headers and $input.query; where it is false, or gives nothing because the message lacks what it reads, there is no run.
                     * @default null
                     */
                    filter?: string | null;
                    /** @description The run's input, a template over `{{input.body}}`, `{{input.headers}}` (names in lower case; without what identifies the sender, such as authorization, cookies and signatures) and `{{input.query}}`. Left out, it is the body. */
                    input?: unknown;
                    /**
                     * @description Of the workflow; null: the current one.
                     * @default null
                     */
                    version?: number | null;
                    /** @default 60 */
                    maxPerMinute?: number;
                    /**
                     * @description One that is not answers as if it were not there.
                     * @default true
                     */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description The webhook and its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWebhook"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAllWebhooks: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Webhook"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflowId: string;
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflowId: string;
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    name?: string;
                    /**
                     * @description How a message shows whom it is from: Standard Webhooks' signature, GitHub's X-Hub-Signature-256, Stripe's Stripe-Signature, the secret as a bearer token, or nothing. Of messages with one id (webhook-id, X-GitHub-Delivery, Stripe's event id; without signature also Idempotency-Key) the first alone has a run.
                     * @default standard
                     * @enum {string}
                     */
                    verification?: "standard" | "github" | "stripe" | "bearer" | "none";
                    /** @description Where the sender makes the secret, as Stripe does. Otherwise the hub makes one and shows it once. */
                    secret?: string;
                    /**
                     * @description A JSONata expression over $input.body, $input.headers and $input.query; where it is false, or gives nothing because the message lacks what it reads, there is no run.
                     * @default null
                     */
                    filter?: string | null;
                    /** @description The run's input, a template over `{{input.body}}`, `{{input.headers}}` (names in lower case; without what identifies the sender, such as authorization, cookies and signatures) and `{{input.query}}`. Left out, it is the body. */
                    input?: unknown;
                    /**
                     * @description Of the workflow; null: the current one.
                     * @default null
                     */
                    version?: number | null;
                    /** @default 60 */
                    maxPerMinute?: number;
                    /**
                     * @description One that is not answers as if it were not there.
                     * @default true
                     */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description The webhook as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflowId: string;
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                workflowId: string;
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecret"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description One verdict, or several with commas: `refused,bad_signature`. */
                verdict?: string;
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                workflowId: string;
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WebhookDelivery"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description What became of it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenMessage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Schedule"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description For people.
                     * @default
                     */
                    name?: string;
                    /** @description Minute, hour, day of the month, month, weekday; `L`, `#` and names are understood. Or @hourly, @daily, @weekly, @monthly, @yearly. Where both day and weekday are given, either is enough. Where clocks change, a time of day (`30 2,14 * * *`) that is left out comes at the first moment after, and one that comes twice counts once; intervals, with `*` among minutes or hours (`*\/30 * * * *`), follow the hours as they pass. */
                    cron: string;
                    /**
                     * @description An IANA name.
                     * @default UTC
                     */
                    timezone?: string;
                    /** @description The input of each run, a template: `{{input.scheduledAt}}` (the tick's time), `{{input.scheduleId}}`, `{{input.scheduleName}}`, `{{input.timezone}}`, `{{run.id}}`. That of the next tick has to fit the workflow's inputSchema. */
                    input?: unknown;
                    /**
                     * @description What becomes of ticks that were missed, as in an outage of more than a minute: none is made up for (skip), the last is (last), or the last `maxCatchUp` are, in order (all).
                     * @default last
                     * @enum {string}
                     */
                    catchUp?: "skip" | "last" | "all";
                    /** @default 10 */
                    maxCatchUp?: number;
                    /**
                     * @description What a tick does while the run of the tick before is under way: its run begins all the same, or queues where the workflow's `concurrency` says so (allow); it is skipped (skip); the run before is cancelled (cancel_running).
                     * @default allow
                     * @enum {string}
                     */
                    overlap?: "allow" | "skip" | "cancel_running";
                    /**
                     * Format: date-time
                     * @description No tick before it.
                     * @default null
                     */
                    startAt?: string | null;
                    /**
                     * Format: date-time
                     * @description No tick after it.
                     * @default null
                     */
                    endAt?: string | null;
                    /**
                     * @description Of the workflow; null: the one that is current at each tick.
                     * @default null
                     */
                    version?: number | null;
                    /** @description Left out of a PUT, it stays as it is. */
                    paused?: boolean;
                };
            };
        };
        responses: {
            /** @description The schedule */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAllSchedules: {
        parameters: {
            query?: {
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Schedule"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflowId: string;
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflowId: string;
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description For people.
                     * @default
                     */
                    name?: string;
                    /** @description Minute, hour, day of the month, month, weekday; `L`, `#` and names are understood. Or @hourly, @daily, @weekly, @monthly, @yearly. Where both day and weekday are given, either is enough. Where clocks change, a time of day (`30 2,14 * * *`) that is left out comes at the first moment after, and one that comes twice counts once; intervals, with `*` among minutes or hours (`*\/30 * * * *`), follow the hours as they pass. */
                    cron: string;
                    /**
                     * @description An IANA name.
                     * @default UTC
                     */
                    timezone?: string;
                    /** @description The input of each run, a template: `{{input.scheduledAt}}` (the tick's time), `{{input.scheduleId}}`, `{{input.scheduleName}}`, `{{input.timezone}}`, `{{run.id}}`. That of the next tick has to fit the workflow's inputSchema. */
                    input?: unknown;
                    /**
                     * @description What becomes of ticks that were missed, as in an outage of more than a minute: none is made up for (skip), the last is (last), or the last `maxCatchUp` are, in order (all).
                     * @default last
                     * @enum {string}
                     */
                    catchUp?: "skip" | "last" | "all";
                    /** @default 10 */
                    maxCatchUp?: number;
                    /**
                     * @description What a tick does while the run of the tick before is under way: its run begins all the same, or queues where the workflow's `concurrency` says so (allow); it is skipped (skip); the run before is cancelled (cancel_running).
                     * @default allow
                     * @enum {string}
                     */
                    overlap?: "allow" | "skip" | "cancel_running";
                    /**
                     * Format: date-time
                     * @description No tick before it.
                     * @default null
                     */
                    startAt?: string | null;
                    /**
                     * Format: date-time
                     * @description No tick after it.
                     * @default null
                     */
                    endAt?: string | null;
                    /**
                     * @description Of the workflow; null: the one that is current at each tick.
                     * @default null
                     */
                    version?: number | null;
                    /** @description Left out of a PUT, it stays as it is. */
                    paused?: boolean;
                };
            };
        };
        responses: {
            /** @description The schedule as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflowId: string;
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                workflowId: string;
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                workflowId: string;
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRunEvents: {
        parameters: {
            query?: {
                /** @description The same, where no header can be set. */
                lastEventId?: string;
            };
            header?: {
                /** @description The last event that you have. */
                "last-event-id"?: string;
            };
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The WebSocket is open (`Upgrade: websocket`) */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The run has settled, and you have its last event */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRunTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The timeline */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunTimeline"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStepResult: {
        parameters: {
            query?: {
                /** @description Which item of the step's forEach. */
                item?: number | null;
            };
            header?: never;
            path: {
                runId: string;
                stepId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRunValue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The value */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulkRuns: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    action: "cancel" | "rerun";
                    runIds?: string[];
                    filter?: {
                        workflowId?: string;
                        version?: number;
                        /** @enum {string} */
                        status?: "pending" | "running" | "success" | "failed" | "cancelled";
                        parentRunId?: string;
                        rerunOf?: string;
                        triggerId?: string;
                        /** Format: date-time */
                        from?: string;
                        /** Format: date-time */
                        to?: string;
                    };
                    /**
                     * @description Where a rerun begins; without it, at the start.
                     * @enum {string}
                     */
                    rerunFrom?: "start" | "failed";
                };
            };
        };
        responses: {
            /** @description What came of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkOutcome"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rerunRun: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the run to settle. */
                wait?: number | null;
            };
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description `start`: all of it, as without it; `failed`; or these steps and what failed. */
                    from?: ("start" | "failed") | {
                        steps: string[];
                    };
                    /** @description Another input; without it, the run's own. */
                    input?: unknown;
                    /** @description Another version of the workflow; without it, the run's own. */
                    version?: number;
                };
            };
        };
        responses: {
            /** @description The settled run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The run goes on */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signalRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                runId: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description The result of the step that waits for it. */
                    payload?: unknown;
                };
            };
        };
        responses: {
            /** @description The run, which has the signal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHandoffs: {
        parameters: {
            query?: {
                box?: "inbox" | "outbox";
                /** @description One status, or several with commas: `pending,accepted`. */
                status?: string;
                mode?: "transfer" | "delegate";
                tag?: string;
                /** @description Only those that this run sent. */
                workflowRunId?: string;
                /** @description Only those that are part of this one. */
                parentHandoffId?: string;
                /** @description Only handoffs that were created at this time or later. */
                from?: string;
                /** @description Only handoffs that were created before this. */
                to?: string;
                /** @description How many rows a page holds. */
                limit?: number;
                /** @description `nextCursor` of the page before; leave it out for the first page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["HandoffSummary"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createHandoff: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    toAgentId?: string;
                    /** @description In place of `toAgentId`. */
                    tag?: string;
                    context?: components["schemas"]["HandoffContext"];
                    /**
                     * @default delegate
                     * @enum {string}
                     */
                    mode?: "transfer" | "delegate";
                    /**
                     * @description How long each who is asked has to accept it; null: as long as it takes.
                     * @default null
                     */
                    timeoutMs?: number | null;
                    /** @default [] */
                    escalateTo?: ({
                        toAgentId: string;
                    } | {
                        tag: string;
                    })[];
                    /** @description The JSON Schema that the context has to fit. */
                    inputSchema?: unknown;
                    /** @description The JSON Schema that the result has to fit. */
                    resultSchema?: unknown;
                    /** @default null */
                    parentHandoffId?: string | null;
                    /** @default null */
                    callbackUrl?: string | null;
                };
            };
        };
        responses: {
            /** @description The handoff */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handoff"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHandoff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                handoffId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The handoff */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handoff"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteHandoff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                handoffId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptHandoff: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                handoffId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The handoff */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handoff"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectHandoff: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                handoffId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    message?: string;
                };
            };
        };
        responses: {
            /** @description What became of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoffSummary"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeHandoff: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                handoffId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What comes of it; fits its `resultSchema`. */
                    result?: unknown;
                };
            };
        };
        responses: {
            /** @description The handoff */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handoff"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    failHandoff: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                handoffId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    message?: string;
                    /** @description The code that a run's step fails with: `handoff_failed` unless you say another. */
                    code?: string;
                    /** @description Whether asking again may do better. */
                    retryable?: boolean;
                };
            };
        };
        responses: {
            /** @description The handoff */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handoff"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelHandoff: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept. */
                "Idempotency-Key"?: string;
            };
            path: {
                handoffId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The handoff */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handoff"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
