// What can be put on the canvas: the registry's tools, and the steps that call none. By dragging, or by Enter.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { memo, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { STENCILS, type Stencil } from "../../canvas/new-step.ts";
import { toolsQuery } from "../../hub/tools.ts";
import { TextField } from "../../ui/Field.tsx";
import { Icon, type IconName } from "../../ui/Icon.tsx";

const FOUND = 30;
/** What a stencil is called while it is dragged. */
const DRAGGED = "application/x-nexuscall-step";

/** Drawn anew only for what it finds: it knows nothing of the canvas. */
export const Palette = memo(function Palette({ add }: { readonly add: (stencil: Stencil) => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim());
  const { data, isPlaceholderData } = useQuery({
    ...toolsQuery({ ...(q && { q }), limit: FOUND }),
    placeholderData: keepPreviousData,
  });
  const tools = data?.data ?? [];
  // While letters come, the tools are still those of the words before.
  const isOfWords = !isPlaceholderData && q !== "" && q === words.trim();
  return (
    <section aria-label={t("builder.palette")} className="flex min-h-0 flex-col gap-3">
      <TextField
        label={t("builder.toolSearch")}
        type="search"
        value={words}
        data-own-undo
        onChange={({ target }) => setWords(target.value)}
        // The first that was found is what was meant.
        onKeyDown={(event) => {
          const [first] = tools;
          if (event.key === "Enter" && first && isOfWords) add({ kind: "tool", toolId: first.id, name: first.name });
        }}
      />
      <p className="text-quiet text-xs">{t("builder.paletteHint")}</p>
      <ul
        aria-label={t("builder.toolsFound")}
        className="flex max-h-28 min-h-24 flex-1 flex-col gap-1 overflow-y-auto lg:max-h-none"
      >
        {tools.map(({ id, name, description }) => (
          <Item
            key={id}
            stencil={{ kind: "tool", toolId: id, name }}
            icon="tool"
            name={name}
            title={description}
            add={add}
          />
        ))}
      </ul>
      <ul aria-label={t("builder.kinds")} className="border-line grid grid-cols-2 gap-1 border-t pt-3 lg:grid-cols-1">
        {STENCILS.map((kind) => (
          <Item key={kind} stencil={{ kind }} icon={kind} name={t(`builder.kind_${kind}`)} add={add} />
        ))}
      </ul>
    </section>
  );
});

function Item({
  stencil,
  icon,
  name,
  title,
  add,
}: {
  readonly stencil: Stencil;
  readonly icon: IconName;
  readonly name: string;
  readonly title?: string;
  readonly add: (stencil: Stencil) => void;
}) {
  return (
    <li>
      <button
        type="button"
        draggable
        title={title}
        onDragStart={({ dataTransfer }) => {
          dataTransfer.setData(DRAGGED, JSON.stringify(stencil));
          dataTransfer.effectAllowed = "copy";
        }}
        onClick={() => add(stencil)}
        className="border-line bg-panel hover:border-accent text-strong flex w-full cursor-grab items-center gap-2 rounded-md border px-2 py-1.5 text-left"
      >
        <span className="text-accent">
          <Icon name={icon} />
        </span>
        <span className="truncate">{name}</span>
      </button>
    </li>
  );
}

/** Null: it is something else that was dropped. */
export function droppedStencil(data: DataTransfer): Stencil | null {
  const text = data.getData(DRAGGED);
  return text === "" ? null : (JSON.parse(text) as Stencil);
}
