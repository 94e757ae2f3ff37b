import { type QueryKey, useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { queryClient } from "../hub/hub.ts";
import { textOf } from "./Failed.tsx";
import { toast } from "./Toasts.tsx";

/** What a button does: why it failed is told, and what it may have changed is read again, whatever became of it. */
export function useDeed<Answer, Input = void>(
  act: (input: Input) => Promise<Answer>,
  { changes, done }: { readonly changes: readonly QueryKey[]; readonly done?: (answer: Answer) => unknown },
) {
  const { t } = useTranslation();
  return useMutation({
    mutationFn: act,
    onSuccess: async (answer) => {
      await done?.(answer);
    },
    onError: (error) => toast(textOf(error, t("common.offline")), "bad"),
    onSettled: () => Promise.all(changes.map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });
}
