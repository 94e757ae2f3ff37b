// What those who use a template say of it. Their words are strangers' text.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ReadTemplate, type Rating, ratingPagesQuery } from "../../hub/templates.ts";
import { AgentName } from "../../ui/AgentName.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Rows, rowsOf } from "../../ui/Rows.tsx";
import { Time } from "../../ui/Time.tsx";
import { RateForm } from "./RateForm.tsx";
import { STARS, starsText } from "./stars.ts";

export function Ratings({ template: { id, title, agentId, version, isUsed } }: { readonly template: ReadTemplate }) {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "/inside" });
  const ratings = useInfiniteQuery(ratingPagesQuery(id));
  const [isRating, setRating] = useState(false);
  const own = rowsOf(ratings).find((rating) => rating.agentId === session.agentId);
  return (
    <Panel
      title={t("templates.ratings")}
      // Nobody rates what is their own.
      actions={
        agentId !== session.agentId &&
        (isUsed ? (
          <Button onClick={() => setRating(true)}>{t(own ? "templates.rateAnew" : "templates.rate")}</Button>
        ) : (
          <span className="text-quiet">{t("templates.rateFirst")}</span>
        ))
      }
    >
      <Rows of={ratings} empty={<p className="text-quiet">{t("templates.noRatings")}</p>}>
        {(shown) => (
          <ul className="flex flex-col gap-4">
            {shown.map((rating) => (
              <OneRating key={rating.agentId} rating={rating} current={version} />
            ))}
          </ul>
        )}
      </Rows>
      <Dialog title={t("templates.rateTitle", { title })} open={isRating} close={() => setRating(false)}>
        <RateForm templateId={id} own={own} close={() => setRating(false)} />
      </Dialog>
    </Panel>
  );
}

function OneRating({ rating, current }: { readonly rating: Rating; readonly current: number }) {
  const { t } = useTranslation();
  const { agentId, rating: stars, comment, version, updatedAt } = rating;
  return (
    <li>
      <p>
        <span role="img" aria-label={t("templates.starsOf", { stars, most: STARS.length })} className="text-warn">
          {starsText(stars)}
        </span>{" "}
        <span className="text-strong font-medium">
          <AgentName agentId={agentId} />
        </span>{" "}
        <span className="text-quiet text-xs">
          <Time at={updatedAt} />
          {version !== current && ` · ${t("tool.version", { version })}`}
        </span>
      </p>
      {comment !== null && <p className="mt-1 break-words whitespace-pre-wrap">{comment}</p>}
    </li>
  );
}
