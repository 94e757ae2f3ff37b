// Every number that bounds a template. A character is a UTF-16 code unit of JSON text.

/** All that the placeholders of one rendered value may put in, together. */
export const MAX_RENDERED_CHARACTERS = 1_048_576;

/** One placeholder's text, whichever tier. */
export const MAX_PLACEHOLDER_CHARACTERS = 8_192;
/** Brackets within brackets in one expression. */
export const MAX_EXPRESSION_NESTING = 64;
/** Levels of brackets that hold a `??` or `?:`; the parser doubles the left side of each. */
export const MAX_DEFAULT_LEVELS = 5;
/** Steps of all paths in one expression; the parser's time grows with the square of a path's. */
export const MAX_EXPRESSION_STEPS = 500;
/** Nodes of a syntax tree from its root to a leaf. */
export const MAX_TREE_DEPTH = 500;

/** What the expressions of one rendered value may spend: about one unit a microsecond, at worst. */
export const EXPRESSION_FUEL = 500_000;
/** Nodes of an expression that are being evaluated at the same time, as a recursion's are. */
export const MAX_LIVE_NODES = 10_000;
/** Items of any list that an expression builds. */
export const MAX_SEQUENCE_ITEMS = 100_000;
/** The text of any value that an expression builds on its way. */
export const MAX_VALUE_CHARACTERS = 4_194_304;
/** The text of what an expression reads. */
export const MAX_INPUT_CHARACTERS = 4_194_304;
/** Any single text that an expression builds on its way. */
export const MAX_TEXT_CHARACTERS = 1_048_576;

export const MAX_REGEX_CHARACTERS = 500;
/** Instructions of one compiled regular expression. */
export const MAX_REGEX_PROGRAM = 2_000;

/** Parsed strings, and compiled expressions, that are kept for the next time. */
export const CACHED_TEMPLATES = 2_000;
export const CACHED_EXPRESSIONS = 200;
/** The text of all entries of either cache. */
export const CACHED_CHARACTERS = 262_144;
