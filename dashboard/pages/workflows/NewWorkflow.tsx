import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { checkQuery, createWorkflow, type Diagnostic } from "../../hub/workflows.ts";
import { Page } from "../../layout/Page.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { JsonField } from "../../ui/JsonField.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { toast } from "../../ui/Toasts.tsx";

const Graph = lazy(() => import("./Graph.tsx"));

/** Runs as it is, on a hub that has nothing but its own tools. */
const EXAMPLE = {
  name: "hash_and_stamp",
  inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  steps: [
    { id: "hash", toolId: "tool_nexus_hash", arguments: { text: "{{input.text}}" } },
    { id: "now", toolId: "tool_nexus_now", arguments: {} },
    { id: "stamp", transform: { hash: "{{steps.hash.result.hex}}", at: "{{steps.now.result.iso}}" } },
  ],
  output: "{{steps.stamp.result}}",
};

export function NewWorkflow() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [definition, setDefinition] = useState<unknown>(EXAMPLE);
  const checked = useQuery({
    ...checkQuery(useDeferredValue(definition)),
    enabled: definition !== undefined,
    placeholderData: keepPreviousData,
  });
  const create = useMutation({
    mutationFn: createWorkflow,
    onSuccess: async ({ id, name }) => {
      await queryClient.invalidateQueries({ queryKey: ["workflows"] });
      toast(t("workflows.created", { name }));
      await navigate({ to: "/workflows/$workflowId", params: { workflowId: id }, search: {} });
    },
  });
  return (
    <Page
      title={t("workflows.new")}
      above={
        <Link to="/workflows" className="underline">
          {t("nav.workflows")}
        </Link>
      }
      intro={t("workflows.newIntro")}
      actions={
        <Button
          look="primary"
          disabled={create.isPending || definition === undefined}
          onClick={() => create.mutate(definition)}
        >
          {t("workflows.create")}
        </Button>
      }
    >
      <div className="grid gap-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <JsonField label={t("workflows.definition")} value={definition} change={setDefinition} rows={26} />
          {create.error && <Failed error={create.error} />}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Suspense fallback={<Loading />}>
            <Graph definition={definition} />
          </Suspense>
          <Diagnostics found={checked.data?.diagnostics ?? []} isSound={checked.data?.ok === true} />
        </div>
      </div>
    </Page>
  );
}

function Diagnostics({ found, isSound }: { readonly found: readonly Diagnostic[]; readonly isSound: boolean }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("workflows.checks")} aria-live="polite">
      {isSound && <Badge tone="good">{t("workflows.sound")}</Badge>}
      <ul className="flex flex-col gap-2">
        {found.map(({ severity, pointer, code, message, hint }) => (
          <li key={`${pointer} ${code} ${message}`} className="border-line bg-panel rounded-md border p-3">
            <Badge tone={severity === "error" ? "bad" : "warn"}>{code}</Badge>{" "}
            <code className="text-quiet text-xs">{pointer || "/"}</code>
            <p className="text-strong">{message}</p>
            {hint && <p className="text-quiet">{hint}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
