// What came of one call, with its timing.

import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Badge, StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Time } from "../../ui/Time.tsx";
import { ms } from "../../ui/units.ts";
import { AnswerHead } from "./AnswerHead.tsx";
import { Items } from "./Items.tsx";
import type { Ended, Heard } from "./use-streamed-call.ts";

export function Outcome({
  ended,
  isLatest,
  again,
  toStep,
}: {
  readonly ended: Ended;
  readonly isLatest: boolean;
  readonly again: () => void;
  /** Begins a workflow with this call. */
  readonly toStep: () => void;
}) {
  const { t } = useTranslation();
  const { heard } = ended;
  const isAnswered = ended.how === "answered";
  const invocationId = isAnswered ? ended.answer.invocationId : heard.invocationId;
  return (
    <details open={isLatest} className="border-line bg-panel rounded-lg border p-4">
      <summary>
        {isAnswered ? (
          <StatusBadge status={ended.answer.status} />
        ) : (
          <Badge tone="warn">{t("playground.stopped")}</Badge>
        )}{" "}
        <span className="tabular-nums">{ms(isAnswered ? ended.answer.latencyMs : heard.elapsedMs)}</span>{" "}
        <Streamed heard={heard} /> <Time at={isAnswered ? ended.answer.timestamp : ended.at} seconds />
      </summary>
      <div className="mt-3 flex flex-col gap-3">
        {isAnswered && <Answer answer={ended.answer} />}
        {isAnswered && hasWhole(ended.answer, heard) ? (
          <JsonCode label={t("calls.output")} value={ended.answer.result} />
        ) : (
          <Items heard={heard} />
        )}
        {heard.head && <AnswerHead head={heard.head} />}
        <div className="flex flex-wrap gap-2">
          <Button onClick={again}>{t("playground.again")}</Button>
          <Button onClick={toStep}>{t("playground.toStep")}</Button>
          {invocationId !== undefined && (
            <Link to="/calls/$invocationId" params={{ invocationId }} className="text-accent self-center underline">
              {t("calls.detail")}
            </Link>
          )}
        </div>
      </div>
    </details>
  );
}

type Answered = Extract<Ended, { how: "answered" }>["answer"];

/** Not of a call that failed in the middle of its stream, nor of a stream that is too long to be given again. */
function hasWhole({ status, result }: Answered, { itemCount }: Heard): boolean {
  return status === "success" && (result !== null || itemCount === 0);
}

function Answer({ answer: { error, warnings } }: { readonly answer: Answered }) {
  return (
    <>
      {error && (
        <Notice tone="bad" title={error.code}>
          {error.message}
        </Notice>
      )}
      {warnings?.map(({ pointer, message }) => (
        <Notice key={pointer + message} tone="warn" title={pointer}>
          {message}
        </Notice>
      ))}
    </>
  );
}

/** Nothing of a tool that does not stream. */
export function Streamed({ heard: { itemCount, firstItemMs } }: { readonly heard: Heard }) {
  const { t } = useTranslation();
  if (itemCount === 0) return null;
  return (
    <span className="text-quiet tabular-nums">
      {t("playground.streamed", { count: itemCount, first: ms(firstItemMs) })}
    </span>
  );
}
