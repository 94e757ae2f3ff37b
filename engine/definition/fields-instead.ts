// Fields that other workflow formats have and this one does not, in whatever form: what there is here in their place.

const TRIGGERS =
  "What starts a workflow is no part of it: run it by POST …/workflows/{workflowId}/execute, or give it a schedule or a webhook " +
  "once it is stored.";
const STATES_LANGUAGE =
  'This is a state machine in Amazon States Language: send it to POST /api/v1/workflows/import as { "format": "asl", "source": … }.';
const SERVERLESS =
  "This is a document of Serverless Workflow: send it to POST /api/v1/workflows/import as " +
  '{ "format": "serverless", "source": … }.';
const EDGES = 'Say it in the steps: "dependsOn" of each lists the ids of those that it waits for.';
const VARIABLES =
  "There are no variables: write the value where it is used, or let the run's input bring it ({{input.…}}). A secret belongs to " +
  "its tool's credentials.";
const EACH_STEP = "Say it in each step that it is for.";
const BEGINNING = "Leave it out: a run begins with the steps that depend on nothing.";

const COMMENT = 'There are no comments: what is to be read is the "description", and all else is left out.';
const COMMENTS = ["//", "_comment", "$comment", "comment", "_comments", "comments"];

export const WORKFLOW_FIELD_INSTEAD: ReadonlyMap<string, string> = new Map([
  ...COMMENTS.map((name) => [name, COMMENT] as const),
  ...["on", "trigger", "triggers", "schedule", "scheduleInterval", "cron", "webhook"].map(
    (name) => [name, TRIGGERS] as const,
  ),
  ...["States", "StartAt", "QueryLanguage"].map((name) => [name, STATES_LANGUAGE] as const),
  ...["do", "document"].map((name) => [name, SERVERLESS] as const),
  ...["edges", "connections", "conditionalEdges", "links", "transitions", "flow"].map((name) => [name, EDGES] as const),
  ...["env", "variables", "vars", "constants", "secrets", "config"].map((name) => [name, VARIABLES] as const),
  ...["retry", "retries", "retryPolicy", "defaults", "defaultArgs", "when", "if"].map(
    (name) => [name, EACH_STEP] as const,
  ),
  ...["start", "startAt", "entrypoint", "entryPoint", "entry"].map((name) => [name, BEGINNING] as const),
]);

const KIND =
  "Leave it out: what a step does is said by the one of toolId, tool, workflowId, handoff, wait and transform that it has.";
const HTTP =
  'A request is a tool\'s call. A page is read by "toolId": "tool_nexus_http_get", "arguments": { "url": … }; register a tool for ' +
  "an API of your own.";
const NESTED =
  'Steps do not nest: put these into the workflow\'s "steps", each with what it waits for in "dependsOn". Several steps for each ' +
  'item of a list are a workflow of their own, which one step calls: "workflowId", "forEach".';
const PARALLEL =
  'Put them into the workflow\'s "steps" as they are: steps of which none depends on the other run at the same time.';
/** `"parallel": true` on a step. */
export const SIDE_BY_SIDE =
  "Leave it out: steps without dependsOn between them, and without each other's results, run at the same time. How many items of " +
  'a list are under way at once is "concurrency" of its forEach.';
export const BRANCHES =
  'Put the steps of each way into the workflow\'s "steps", and give each a "when" that says when it runs: ' +
  '"{{= $steps.check.result.total > 3 }}", and "{{= $not($steps.check.result.total > 3) }}" for the other way.';
const WAY_BACK =
  'No step runs twice. What may fail is tried again by "retry", what is done for each item of a list by "forEach"; what is to ' +
  "be repeated until it is right needs a tool or a workflow that does so.";
const ITEM = "Leave it out: within a forEach the item is {{item}}, and its number {{index}}.";
const ITEM_NAMES = ["as", "item", "itemName", "itemVariable", "indexVariable", "iterator"];
const ITEMS =
  'What is done for each item of a list is a "forEach": { "items": "{{input.urls}}" }; the item is {{item}}.';
const IN_FOR_EACH = 'It belongs into the forEach: { "items": …, "concurrency": 5 }.';
const RESULT =
  "Leave it out: what the step gave is {{steps.<its id>.result}} to all others; what is made of it is a step with a transform.";
const APPROVAL =
  'An approval is a wait for a signal: "wait": { "signal": "approved" }; work for another agent is a "handoff": ' +
  '{ "toAgentId": "agent_…" }.';
const ERRORS = 'To go on in spite of a failure: "onError": "continue", or { "fallback": … } for a value in its place.';
const ORDER =
  'Leave it out: a step waits for those in its "dependsOn" and those whose results it reads, and for no others.';
const DELAY = 'To wait is a step of its own: "wait": { "ms": 30000 }.';
const SERVER = "Leave it out: a toolId, or agent/name@version, says which tool it is.";

const SIGNAL = 'To wait for a signal is a step of its own: "wait": { "signal": "approved" }.';
const MODEL =
  'A model is called by a tool: give the step its "toolId", and put what it is told into "arguments". Work for another agent is a ' +
  '"handoff": { "toAgentId": "agent_…", "context": { "task": … } }.';
const FALLBACK = 'A value in place of a failed step\'s result is "onError": { "fallback": … }.';

/** Of a step that has one of these and no kind, its hint says what it needs. */
const WORK = [
  ...["url", "uri", "endpoint", "method", "headers", "body", "http"].map((name) => [name, HTTP] as const),
  ...["steps", "tasks", "do", "children", "nodes", "actions", "jobs", "iterator", "itemProcessor", "loopOver"].map(
    (name) => [name, NESTED] as const,
  ),
  ...["parallel", "branches", "concurrently", "forkTasks"].map((name) => [name, PARALLEL] as const),
  ...["then", "else", "elseIf", "cases", "switch", "choices", "Choices", "otherwise"].map(
    (name) => [name, BRANCHES] as const,
  ),
  ...["approvers", "approval", "form", "message", "assignee"].map((name) => [name, APPROVAL] as const),
  ...["waitForSignal", "waitForEvent", "awaitSignal", "signal"].map((name) => [name, SIGNAL] as const),
  ...["prompt", "systemPrompt", "messages", "model", "llm"].map((name) => [name, MODEL] as const),
] as const;

export const STEP_FIELDS_OF_WORK: ReadonlySet<string> = new Set(WORK.map(([name]) => name));

export const STEP_FIELD_INSTEAD: ReadonlyMap<string, string> = new Map([
  ...COMMENTS.map((name) => [name, COMMENT] as const),
  ...WORK,
  ...["type", "kind"].map((name) => [name, KIND] as const),
  ...["goto", "goTo", "until", "while", "repeat", "loopUntil", "maxIterations"].map(
    (name) => [name, WAY_BACK] as const,
  ),
  ...ITEM_NAMES.map((name) => [name, ITEM] as const),
  ...["fallback", "fallbackValue", "default", "defaultValue"].map((name) => [name, FALLBACK] as const),
  ...["concurrency", "maxConcurrency", "parallelism", "batchSize"].map((name) => [name, IN_FOR_EACH] as const),
  ...["itemsPath", "strategy", "matrix", "batch"].map((name) => [name, ITEMS] as const),
  ...["outputs", "output", "outputKey", "resultPath", "ResultPath", "register", "assign", "saveAs", "store"].map(
    (name) => [name, RESULT] as const,
  ),
  ...["continueOnError", "ignoreErrors", "allowFailure", "catch", "onFailure"].map((name) => [name, ERRORS] as const),
  ...["step", "order", "sequence", "number", "position"].map((name) => [name, ORDER] as const),
  ...["seconds", "duration"].map((name) => [name, DELAY] as const),
  ...["server", "serverName", "mcpServer"].map((name) => [name, SERVER] as const),
]);

const BACKOFF =
  'The delay doubles with "backoff": "exponential", grows evenly with "linear", and stays with "constant".';

export const RETRY_FIELD_INSTEAD: ReadonlyMap<string, string> = new Map(
  ["backoffCoefficient", "backoffRate", "BackoffRate", "multiplier", "factor", "exponential"].map(
    (name) => [name, BACKOFF] as const,
  ),
);

export const FOR_EACH_FIELD_INSTEAD: ReadonlyMap<string, string> = new Map(
  ITEM_NAMES.map((name) => [name, ITEM] as const),
);

const CONTEXT =
  'What the receiver is to know goes into the handoff\'s context: "context": { "task": "Review {{input.url}}" }.';

export const HANDOFF_FIELD_INSTEAD: ReadonlyMap<string, string> = new Map(
  "task message instruction instructions prompt goal question conversation artifacts constraints deadline"
    .split(" ")
    .map((name) => [name, CONTEXT] as const),
);
