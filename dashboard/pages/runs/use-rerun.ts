import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { oneRunSearch } from "../../hub/search-params.ts";
import { rerun } from "../../hub/workflows.ts";
import { textOf } from "../../ui/Failed.tsx";
import { toast } from "../../ui/Toasts.tsx";

/** Does a run again, and goes to where the new one is seen. */
export function useRerun(runId: string) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: rerun(runId),
    onSuccess: (newId) =>
      navigate({
        to: "/runs/$runId",
        params: { runId: newId },
        search: (before) => ({ tab: oneRunSearch(before).tab }),
      }),
    onError: (error) => toast(textOf(error, t("common.offline")), "bad"),
  });
}
