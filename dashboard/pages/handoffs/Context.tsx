// What a receiver is given. All of it is another agent's text: it is shown as text, and a link says where it leads.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Handoff } from "../../hub/handoffs.ts";
import { Badge } from "../../ui/Badge.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Panel } from "../../ui/Panel.tsx";

export function Context({ handoff }: { readonly handoff: Handoff }) {
  const { t } = useTranslation();
  const { task, conversation = [], artifacts = [], constraints = [], deadline: _, ...others } = handoff.context;
  return (
    <>
      {/* Where it is no more than the page's title, it is said. */}
      {task && task.trim() !== handoff.task && (
        <Panel title={t("handoffs.task")}>
          <p className="text-strong break-words whitespace-pre-wrap">{task}</p>
        </Panel>
      )}
      {constraints.length > 0 && (
        <Panel title={t("handoffs.constraints")}>
          <ul className="list-disc pl-5">
            {constraints.map((constraint) => (
              <li key={constraint} className="break-words">
                {constraint}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {artifacts.length > 0 && (
        <Panel title={t("handoffs.artifacts")}>
          <ul className="flex flex-col gap-2">
            {artifacts.map((artifact) => (
              <li key={artifact.name + artifact.uri}>
                <span className="text-strong font-medium break-words">{artifact.name}</span>{" "}
                {artifact.mimeType && <Badge>{artifact.mimeType}</Badge>}
                <p className="text-xs break-all">
                  <Where uri={artifact.uri} />
                </p>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {conversation.length > 0 && (
        <Panel title={t("handoffs.conversation")}>
          <ol className="flex flex-col gap-3">
            {conversation.map(({ role, content }, index) => (
              // What was said has no name but its place.
              <li key={index} className="bg-sunken rounded-md p-3">
                <p className="text-quiet text-xs font-medium">{role}</p>
                <Said content={content} label={`${t("handoffs.conversation")} ${index + 1}`} />
              </li>
            ))}
          </ol>
        </Panel>
      )}
      {Object.keys(others).length > 0 && (
        <Panel title={t("handoffs.besides")}>
          <JsonCode label={t("handoffs.besides")} value={others} />
        </Panel>
      )}
    </>
  );
}

function Said({ content, label }: { readonly content: unknown; readonly label: string }): ReactNode {
  if (typeof content !== "string") return <JsonCode label={label} value={content} />;
  return <p className="break-words whitespace-pre-wrap">{content}</p>;
}

/** A link only where it leads to the web: any other scheme might do something here. */
function Where({ uri }: { readonly uri: string }) {
  if (!/^https?:\/\//i.test(uri)) return <>{uri}</>;
  return (
    <a href={uri} target="_blank" rel="noopener noreferrer" className="text-accent underline">
      {uri}
    </a>
  );
}
