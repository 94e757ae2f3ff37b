// The presets that the Worker carries: every file of templates/.

import approveThenAct from "../../templates/approve_then_act.json";
import archiveWebhook from "../../templates/archive_webhook.json";
import bookTrip from "../../templates/book_trip.json";
import bulkUpdate from "../../templates/bulk_update.json";
import collectEvents from "../../templates/collect_events.json";
import compareEndpoints from "../../templates/compare_endpoints.json";
import comparePrompts from "../../templates/compare_prompts.json";
import compareSubjects from "../../templates/compare_subjects.json";
import consensusOfThree from "../../templates/consensus_of_three.json";
import deduplicateRecords from "../../templates/deduplicate_records.json";
import enrichCsv from "../../templates/enrich_csv.json";
import escalateOnSilence from "../../templates/escalate_on_silence.json";
import expertReview from "../../templates/expert_review.json";
import extractAndValidate from "../../templates/extract_and_validate.json";
import fallbackProvider from "../../templates/fallback_provider.json";
import feedDigest from "../../templates/feed_digest.json";
import incrementalSync from "../../templates/incremental_sync.json";
import mapReduce from "../../templates/map_reduce.json";
import moderateAndPublish from "../../templates/moderate_and_publish.json";
import nightlyReport from "../../templates/nightly_report.json";
import pollUntilReady from "../../templates/poll_until_ready.json";
import researchAndSummarize from "../../templates/research_and_summarize.json";
import scrapeAndMerge from "../../templates/scrape_and_merge.json";
import translateAndVerify from "../../templates/translate_and_verify.json";
import triageTickets from "../../templates/triage_tickets.json";
import watchPage from "../../templates/watch_page.json";
import { type Preset, presetSchema } from "./preset.ts";

const files: readonly unknown[] = [
  approveThenAct,
  archiveWebhook,
  bookTrip,
  bulkUpdate,
  collectEvents,
  compareEndpoints,
  comparePrompts,
  compareSubjects,
  consensusOfThree,
  deduplicateRecords,
  enrichCsv,
  escalateOnSilence,
  expertReview,
  extractAndValidate,
  fallbackProvider,
  feedDigest,
  incrementalSync,
  mapReduce,
  moderateAndPublish,
  nightlyReport,
  pollUntilReady,
  researchAndSummarize,
  scrapeAndMerge,
  translateAndVerify,
  triageTickets,
  watchPage,
];

export function readPresets(): Preset[] {
  return files.map((file) => presetSchema.parse(file));
}
