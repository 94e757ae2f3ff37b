// A workflow offered to others: what it is, and which of its tools they put in themselves.

import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { calledToolsQuery, toolsIn } from "../../hub/called-tools.ts";
import { type Publication, publishWorkflow, templateOfQuery } from "../../hub/templates.ts";
import { type DefinedWorkflow, workflowQuery } from "../../hub/workflows.ts";
import { FailedPage } from "../../layout/FailedPage.tsx";
import { Page } from "../../layout/Page.tsx";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { TagsField } from "../../ui/TagsField.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { toast } from "../../ui/Toasts.tsx";

export function PublishWorkflow() {
  const { workflowId } = useParams({ from: "/inside/workflows/$workflowId/publish" });
  const { data, error, refetch } = useQuery(workflowQuery(workflowId));
  if (error && !data) return <FailedPage error={error} retry={() => void refetch()} />;
  return data ? <Publishing workflow={data} /> : <Loading />;
}

function Publishing({ workflow }: { readonly workflow: DefinedWorkflow }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  // What is left out stays as it was, or is the workflow's own.
  const [fields, setFields] = useState<Publication>({ version: workflow.version });
  const [slotOf, setSlotOf] = useState<Readonly<Record<string, string>>>({});
  // Null: it was never published.
  const { data: published } = useQuery(templateOfQuery(workflow.agentId, workflow.id));
  const set = (change: Partial<Publication>) => setFields((before) => ({ ...before, ...change }));
  const publish = useMutation({
    mutationFn: publishWorkflow(workflow.id),
    onSuccess: async ({ id, title }) => {
      await queryClient.invalidateQueries({ queryKey: ["templates"] });
      await queryClient.invalidateQueries({ queryKey: ["template"] });
      toast(t("templates.published", { title }));
      await navigate({ to: "/marketplace/$templateId", params: { templateId: id }, search: {} });
    },
  });
  const { data: tools = toolsIn(workflow.definition) } = useQuery(calledToolsQuery(workflow));
  const open = Object.entries(slotOf).filter(([, slot]) => slot !== "");
  const twice = open.find(([, slot], place) => open.findIndex(([, other]) => other === slot) < place)?.[1];
  return (
    <Page
      title={t("templates.publish")}
      intro={t("templates.publishIntro")}
      above={
        <Link to="/workflows/$workflowId" params={{ workflowId: workflow.id }} search={{}} className="underline">
          {workflow.name}
        </Link>
      }
    >
      <form
        className="flex max-w-2xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          publish.mutate({ ...fields, slots: Object.fromEntries(open.map(([tool, slot]) => [slot, { tool }])) });
        }}
      >
        <div className="grid gap-4 sm:grid-cols-[5rem_1fr]">
          <TextField
            label={t("templates.icon")}
            maxLength={16}
            placeholder={published ? (published.icon ?? "") : "🐝"}
            value={fields.icon ?? ""}
            onChange={({ target }) => set({ icon: target.value || undefined })}
          />
          <TextField
            label={t("templates.title")}
            maxLength={100}
            placeholder={published?.title ?? workflow.name.slice(0, 100)}
            value={fields.title ?? ""}
            onChange={({ target }) => set({ title: target.value || undefined })}
          />
        </div>
        <TextField
          label={t("templates.summary")}
          maxLength={300}
          placeholder={published?.summary ?? workflow.description.slice(0, 300)}
          value={fields.summary ?? ""}
          onChange={({ target }) => set({ summary: target.value || undefined })}
        />
        <TextArea
          label={t("common.readme")}
          hint={t("templates.readmeHint")}
          rows={8}
          placeholder={published?.readme}
          value={fields.readme ?? ""}
          change={(readme) => set({ readme: readme || undefined })}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t("registry.category")}
            pattern="[a-z0-9\-]{1,40}"
            placeholder={published?.category ?? ""}
            value={fields.category ?? ""}
            onChange={({ target }) => set({ category: target.value || undefined })}
          />
          <TagsField
            label={t("myTools.tags")}
            placeholder={published?.tags.join(", ")}
            change={(tags) => set({ tags: tags.length > 0 ? tags : undefined })}
          />
        </div>
        {tools.length > 0 && (
          <Panel title={t("templates.openSlots")}>
            <p className="text-quiet mb-3">{t("templates.openSlotsHint")}</p>
            <div className="flex flex-col gap-3">
              {tools.map((tool) => (
                <TextField
                  key={tool}
                  label={t("templates.slotFor", { tool })}
                  pattern="[a-z][a-z0-9_]{0,39}"
                  value={slotOf[tool] ?? ""}
                  onChange={({ target }) => setSlotOf((before) => ({ ...before, [tool]: target.value }))}
                />
              ))}
            </div>
          </Panel>
        )}
        {twice !== undefined && <Notice tone="bad" title={t("templates.slotTwice", { slot: twice })} />}
        {publish.error && <Failed error={publish.error} />}
        <Button look="primary" type="submit" className="self-start" disabled={publish.isPending || twice !== undefined}>
          {t("templates.publish")}
        </Button>
      </form>
    </Page>
  );
}
