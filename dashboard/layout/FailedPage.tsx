// A page whose content could not be had: it has a title all the same.

import { useTranslation } from "react-i18next";
import { ProblemError } from "../hub/hub.ts";
import { Failed } from "../ui/Failed.tsx";
import { Page } from "./Page.tsx";

export function FailedPage({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const { t } = useTranslation();
  const isMissing = error instanceof ProblemError && error.status === 404;
  return (
    <Page title={t(isMissing ? "common.notFound" : "common.failed")}>
      <Failed error={error} retry={retry} />
    </Page>
  );
}
