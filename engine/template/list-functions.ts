// Functions on lists that JSONata runs in quadratic time, or that would hand out more than values.

import { Refusal } from "./fault.ts";
import type { Focus } from "./jsonata-host.ts";
import { checkItems, isFunctionValue, type Meter } from "./meter.ts";

export async function sort(focus: Focus, meter: Meter, [list, comparator]: readonly unknown[]): Promise<unknown> {
  if (list === undefined || !Array.isArray(list) || list.length <= 1) return list;
  const isAfter = comparator === undefined ? naturalOrder(list, meter) : givenOrder(focus, comparator, meter);
  return mergeSort(list, isAfter, meter);
}

export function distinct(focus: Focus, meter: Meter, [list]: readonly unknown[]): unknown {
  if (!Array.isArray(list) || list.length <= 1) return list;
  meter.spend(meter.extentOf(list).size / 64);
  const seen = new Set<unknown>();
  const kept = isSequence(list) ? focus.createSequence() : [];
  for (const item of list) {
    const key = isFunctionValue(item) ? item : canonical(item);
    if (!seen.has(key)) kept.push(item);
    seen.add(key);
  }
  return kept;
}

function isSequence(list: readonly unknown[]): boolean {
  return (list as { sequence?: unknown }).sequence === true;
}

/** `{a: 1, b: 2}` as `[{a: 1}, {b: 2}]`; a function stays what it is. */
export function spread(focus: Focus, _meter: Meter, [value]: readonly unknown[]): unknown {
  if (value === null || typeof value !== "object" || isFunctionValue(value)) return value;
  const parts = Array.isArray(value) && value.length > 0 ? [] : focus.createSequence();
  const add = (item: unknown): void => {
    if (Array.isArray(item)) item.forEach(add);
    else if (item === null || typeof item !== "object" || isFunctionValue(item)) parts.push(item);
    else for (const [key, part] of Object.entries(item)) parts.push(keyed(key, part));
  };
  add(value);
  return parts;
}

export function zip(_focus: Focus, meter: Meter, lists: readonly unknown[]): unknown {
  const arrays = lists.map((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  const length = Math.min(...arrays.map((list) => list.length));
  checkItems(length * lists.length);
  meter.spend((length * lists.length) / 16);
  return Array.from({ length: Number.isFinite(length) ? length : 0 }, (_, index) => arrays.map((list) => list[index]));
}

export function max(_focus: Focus, _meter: Meter, [numbers]: readonly unknown[]): unknown {
  return extreme(numbers, Math.max);
}

export function min(_focus: Focus, _meter: Meter, [numbers]: readonly unknown[]): unknown {
  return extreme(numbers, Math.min);
}

function extreme(numbers: unknown, better: (a: number, b: number) => number): unknown {
  if (!Array.isArray(numbers) || numbers.length === 0) return undefined;
  return (numbers as number[]).reduce((best, number) => better(best, number));
}

type Order = (a: unknown, b: unknown) => boolean | Promise<boolean>;

function naturalOrder(list: readonly unknown[], meter: Meter): Order {
  const kind = typeof list[0];
  if ((kind !== "number" && kind !== "string") || list.some((item) => typeof item !== kind)) {
    throw new Refusal(
      "expression_failed",
      "$sort compares numbers with numbers and texts with texts.",
      "For other lists give it a function: $sort($list, function($a, $b) { $a.price > $b.price }).",
    );
  }
  meter.spend(meter.extentOf(list).size / 16);
  return (a, b) => (a as string) > (b as string);
}

function givenOrder(focus: Focus, comparator: unknown, meter: Meter): Order {
  const { apply } = Object(comparator) as { apply?: unknown };
  if (typeof apply !== "function")
    throw new Refusal("expression_failed", "$sort takes a function as its second argument.");
  return async (a, b) => {
    meter.spend(3);
    return isTruthy(await Reflect.apply(apply, comparator, [focus, [a, b]]));
  };
}

function isTruthy(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isTruthy) : Boolean(value);
}

/** Bottom-up and stable: equal items keep their order. */
async function mergeSort(list: readonly unknown[], isAfter: Order, meter: Meter): Promise<unknown[]> {
  let from = [...list];
  for (let width = 1; width < from.length; width *= 2) {
    const to: unknown[] = [];
    meter.spend(from.length / 16);
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length);
      const end = Math.min(start + 2 * width, from.length);
      let left = start;
      let right = middle;
      while (left < middle && right < end) {
        const order = isAfter(from[left], from[right]);
        to.push((typeof order === "boolean" ? order : await order) ? from[right++] : from[left++]);
      }
      while (left < middle) to.push(from[left++]);
      while (right < end) to.push(from[right++]);
    }
    from = to;
  }
  return from;
}

/** The same text for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== "object")
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
}

function keyed(key: string, value: unknown): object {
  const object = Object.create(null) as Record<string, unknown>;
  object[key] = value;
  return object;
}
