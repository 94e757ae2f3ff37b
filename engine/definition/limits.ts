// Every number that bounds a definition, a schema or a plan. Units are in the names; nothing else holds one.

export const MAX_STEPS = 10_000;
/** How many steps of one run may hold a slot at the same time. */
export const MAX_PARALLEL = 16;

export const STEP_ID_PATTERN = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
/** Of a workflow as a tool: every MCP client takes such a name. */
export const TOOL_NAME_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;
export const MAX_NAME_LENGTH = 200;
export const MAX_DESCRIPTION_LENGTH = 10_000;
export const MAX_TOOL_ID_LENGTH = 200;
export const MAX_NON_RETRYABLE = 50;
export const MAX_ERROR_CODE_LENGTH = 100;

export const DEFAULT_STEP_TIMEOUT_MS = 30_000;
export const MAX_STEP_TIMEOUT_MS = 300_000;
/** 30 days. */
export const MAX_WORKFLOW_TIMEOUT_MS = 2_592_000_000;

/** A year. */
export const MAX_WAIT_MS = 31_536_000_000;
/** What a forEach may go through. */
export const MAX_ITEMS = 10_000;
export const DEFAULT_FOR_EACH_CONCURRENCY = 16;
/** More than hold a slot at the same time: items that wait, or were handed over, hold none. */
export const MAX_FOR_EACH_CONCURRENCY = 100;
export const MAX_SIGNAL_NAME_LENGTH = 100;
/** Whom a handoff may go on to. */
export const MAX_ESCALATIONS = 10;
/** Ten years. */
export const MAX_RETENTION_DAYS = 3_650;
/** Different workflows that a definition's steps may run. */
export const MAX_SUB_WORKFLOWS = 100;
/** How deep sub-workflows may nest. */
export const MAX_WORKFLOW_DEPTH = 8;
export const MAX_CONCURRENT_RUNS = 1_000;

export const DEFAULT_MAX_ATTEMPTS = 3;
export const DEFAULT_BACKOFF = "exponential";
export const DEFAULT_INITIAL_DELAY_MS = 500;
export const DEFAULT_MAX_DELAY_MS = 30_000;
export const DEFAULT_JITTER = true;
export const MAX_ATTEMPTS = 100;
/** 24 hours. */
export const MAX_RETRY_DELAY_MS = 86_400_000;

/** A check returns at most this many diagnostics; a further one says how many were left out. */
export const MAX_DIAGNOSTICS = 200;
/** Of a diagnostic's or fault's message, hint and pointer: a definition's own texts are in them. */
export const MAX_MESSAGE_LENGTH = 1_000;
/** Of all fixes of one check together, as JSON. */
export const MAX_FIX_CHARACTERS = 262_144;

export const MAX_SCHEMA_CHARACTERS = 262_144;
/** JSON values in a schema, and schemas once every reference is followed. */
export const MAX_SCHEMA_NODES = 20_000;
export const MAX_SCHEMA_DEPTH = 64;
export const MAX_PATTERN_LENGTH = 1_000;
/** Instructions of all of one schema's patterns together, as RE2 counts them. */
export const MAX_PATTERN_INSTRUCTIONS = 20_000;
/** What one validation may spend: about one unit for each subschema and each value that it looks at. */
export const VALIDATION_FUEL = 5_000_000;
/** What all validations of one check of a definition may spend together, and what reading a schema's part costs. */
export const CHECK_FUEL = 20_000_000;
export const FUEL_PER_SCHEMA_NODE = 200;
/** Faults that one validation returns. */
export const MAX_SCHEMA_FAULTS = 100;

/** Of a definition as JSON; a request's body may be nested as deeply. */
export const MAX_DEFINITION_DEPTH = 64;
