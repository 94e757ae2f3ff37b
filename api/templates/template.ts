import type { Json } from "../../engine/json.ts";
import type { Slot } from "../../engine/slots/slot.ts";
import type { Whole } from "../../engine/slots/whole.ts";

/** A template as lists show it. */
export interface Template {
  readonly id: string;
  /** The publisher. */
  readonly agentId: string;
  readonly agentName: string;
  /** What was published; null: a preset. */
  readonly workflowId: string | null;
  readonly title: string;
  readonly summary: string;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly icon: string | null;
  readonly version: number;
  readonly forkedFrom: TemplateVersionId | null;
  readonly useCount: number;
  readonly userCount: number;
  readonly rating: { readonly average: number | null; readonly count: number };
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface TemplateVersionId {
  readonly id: string;
  readonly version: number;
}

/** One version of what a template is made of. */
export interface TemplateContent extends Whole {
  readonly version: number;
  /** In all of its definitions `slot:<name>` stands in the places of these tools. */
  readonly slots: readonly Slot[];
  readonly exampleInput: Json;
}

/** What says what a template is for. */
export interface TemplateTexts {
  readonly title: string;
  readonly summary: string;
  /** Markdown. */
  readonly readme: string;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly icon: string | null;
}
