// To any place, and to any tool by its name.

import { Combobox, ComboboxItem, ComboboxList, ComboboxProvider } from "@ariakit/react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { toolsQuery } from "../hub/tools.ts";
import { PLACES } from "./places.ts";

const FOUND = 8;

export default function CommandPalette({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const navigate = useNavigate();
  const { data } = useQuery({
    ...toolsQuery({ q, limit: FOUND }),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
  useEffect(() => dialog.current?.showModal(), []);

  const places = PLACES.flatMap(({ places: of }) => of).filter(({ label }) =>
    t(label).toLowerCase().includes(text.trim().toLowerCase()),
  );
  const tools = q === "" ? [] : (data?.data ?? []);
  const leaveFor = (going: Promise<void>) => {
    close();
    void going;
  };

  return (
    <dialog
      ref={dialog}
      aria-label={t("common.search")}
      onClose={close}
      className="border-line bg-panel text-plain mx-auto mt-24 w-full max-w-xl rounded-lg border p-2 shadow-xl backdrop:bg-black/40"
    >
      <ComboboxProvider open setValue={setText} value={text}>
        <Combobox
          autoSelect
          autoFocus
          placeholder={t("common.search")}
          aria-label={t("common.search")}
          className="text-strong w-full bg-transparent px-3 py-2 text-base outline-none"
        />
        <ComboboxList
          aria-label={t("common.search")}
          alwaysVisible
          className="border-line mt-1 max-h-80 overflow-y-auto border-t pt-1"
        >
          {places.map(({ to, label }) => (
            <Item key={to} name={t(label)} choose={() => leaveFor(navigate({ to }))} />
          ))}
          {tools.map(({ id, name, version }) => (
            <Item
              key={id}
              name={name}
              aside={version}
              choose={() => leaveFor(navigate({ to: "/tools/$toolId", params: { toolId: id }, search: {} }))}
            />
          ))}
        </ComboboxList>
      </ComboboxProvider>
    </dialog>
  );
}

function Item({
  name,
  aside,
  choose,
}: {
  readonly name: string;
  readonly aside?: string;
  readonly choose: () => void;
}) {
  return (
    <ComboboxItem
      className="data-[active-item]:bg-accent-soft data-[active-item]:text-accent flex justify-between gap-4 rounded px-3 py-2"
      focusOnHover
      setValueOnClick={false}
      onClick={choose}
    >
      <span>{name}</span>
      {aside && <span className="text-quiet">{aside}</span>}
    </ComboboxItem>
  );
}
