// What JSONata's number and date pictures may hold: some of them make it loop for ever, or read the clock.

import { Refusal } from "./fault.ts";

const MAX_PICTURE_CHARACTERS = 64;
/** A thousand is one numeral, and each numeral one level of recursion. */
const MAX_ROMAN = 100_000;

const ONE_CHARACTER = [
  "decimal-separator",
  "grouping-separator",
  "exponent-separator",
  "zero-digit",
  "digit",
  "pattern-separator",
];
const SHORT_TEXT = ["infinity", "minus-sign", "NaN", "percent", "per-mille"];

/** Refuses arguments of $formatNumber; an empty separator would be found at every place, for ever. */
export function checkFormatNumber([, picture, options]: readonly unknown[]): void {
  checkPicture(picture);
  if (options === undefined) return;
  for (const [key, value] of Object.entries(Object(options) as object)) {
    const isFit =
      typeof value === "string" &&
      ((ONE_CHARACTER.includes(key) && value.length === 1) ||
        (SHORT_TEXT.includes(key) && value.length >= 1 && value.length <= MAX_PICTURE_CHARACTERS));
    if (!isFit) throw failed("An option of $formatNumber is not one, or not a single character.");
  }
}

export function checkFormatInteger([value, picture]: readonly unknown[]): void {
  checkPicture(picture);
  if (/^i/i.test(String(picture)) && Math.abs(Number(value)) > MAX_ROMAN) {
    throw failed(`$formatInteger writes roman numerals up to ${MAX_ROMAN}.`);
  }
}

export function checkParseInteger([text, picture]: readonly unknown[]): void {
  checkPicture(picture);
  if (String(text).length > 1_000) throw failed("$parseInteger reads at most 1000 characters.");
}

export function checkFromMillis([millis, picture, zone]: readonly unknown[]): void {
  if (millis !== undefined && !(Math.abs(Number(millis)) <= 8.64e15))
    throw failed("$fromMillis has a time out of range.");
  checkPicture(picture);
  checkPicture(zone);
  if (/\[[^\]]*,[^\]]*\d{3}/.test(String(picture))) throw failed("A width in a date picture is too large.");
}

const ISO_TIME = /^\d{4}(-[01]\d(-[0-3]\d(T[0-2]\d:[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-][0-2]\d:?[0-5]\d)?)?)?)?$/;

/** ISO 8601 to milliseconds. Without a zone it is UTC: JavaScript would take the machine's own. */
export function toMillis([text, picture]: readonly unknown[]): unknown {
  if (text === undefined) return undefined;
  if (picture !== undefined) {
    const hint = "Take it apart with $match or $substring and put it together as 2026-01-31T12:00:00Z.";
    throw new Refusal("forbidden_function", "$toMillis with a picture would fill gaps from the clock.", hint);
  }
  const time = typeof text === "string" ? ISO_TIME.exec(text) : null;
  if (!time) throw failed(`$toMillis takes ISO 8601: 2026-01-31 or 2026-01-31T12:00:00Z.`);
  const [whole, , , hours, , , zone] = time;
  const millis = Date.parse(
    hours !== undefined && zone === undefined ? `${whole}Z` : whole.replace(/(\d\d)(\d\d)$/, asZone),
  );
  if (Number.isNaN(millis)) throw failed("$toMillis has a date that does not exist.");
  return millis;
}

/** `+0130` as `+01:30`; the four digits of a year alone stay. */
function asZone(digits: string, hours: string, minutes: string, at: number, whole: string): string {
  return /T.*[+-]$/.test(whole.slice(0, at)) ? `${hours}:${minutes}` : digits;
}

function checkPicture(picture: unknown): void {
  if (picture === undefined) return;
  if (typeof picture !== "string" || picture.length > MAX_PICTURE_CHARACTERS) {
    throw failed(`A picture is a text of at most ${MAX_PICTURE_CHARACTERS} characters.`);
  }
}

function failed(message: string): Refusal {
  return new Refusal("expression_failed", message);
}
