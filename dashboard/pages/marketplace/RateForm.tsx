import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { type Rating, rateTemplate } from "../../hub/templates.ts";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { STARS } from "./stars.ts";

/** For who has used the template: the hub takes no rating of others. */
export function RateForm({
  templateId,
  own,
  close,
}: {
  readonly templateId: string;
  /** What the agent said before. */
  readonly own: Rating | undefined;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const [rating, setRating] = useState(own?.rating);
  const [comment, setComment] = useState(own?.comment ?? "");
  const rate = useMutation({
    mutationFn: rateTemplate(templateId),
    onSuccess: async () => {
      close();
      toast(t("templates.ratedIt"));
      await queryClient.invalidateQueries({ queryKey: ["template", templateId] });
      await queryClient.invalidateQueries({ queryKey: ["templates"] });
    },
  });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (rating !== undefined) rate.mutate({ rating, comment: comment.trim() || null });
      }}
    >
      <p className="text-quiet">{t("templates.rateHint")}</p>
      <fieldset>
        <legend className="mb-1 font-medium">{t("templates.stars")}</legend>
        <div className="flex flex-wrap gap-4">
          {STARS.map((star) => (
            <label key={star} className="flex items-center gap-1.5">
              <input type="radio" name="stars" required checked={rating === star} onChange={() => setRating(star)} />
              {star}
              <span aria-hidden>★</span>
            </label>
          ))}
        </div>
      </fieldset>
      <TextArea label={t("templates.comment")} value={comment} change={setComment} maxLength={1_000} />
      {rate.error && <Failed error={rate.error} />}
      <Button look="primary" type="submit" className="self-end" disabled={rate.isPending}>
        {t("templates.rate")}
      </Button>
    </form>
  );
}
