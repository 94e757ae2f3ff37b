import { Tab, TabList, TabPanel, TabProvider } from "@ariakit/react";
import type { ReactNode } from "react";

/** Parts of a page of which one is shown; which one, the address says. */
export function Tabs<Id extends string>({
  label,
  tabs,
  chosen,
  choose,
}: {
  readonly label: string;
  readonly tabs: readonly { readonly id: Id; readonly label: string; readonly content: () => ReactNode }[];
  readonly chosen: Id;
  readonly choose: (id: Id) => void;
}) {
  return (
    <TabProvider selectedId={chosen} setSelectedId={(id) => id && choose(id as Id)}>
      <TabList aria-label={label} className="border-line mb-4 flex gap-1 overflow-x-auto border-b">
        {tabs.map(({ id, label: text }) => (
          <Tab
            key={id}
            id={id}
            className="aria-selected:border-accent aria-selected:text-accent text-quiet border-b-2 border-transparent px-3 py-2 font-medium whitespace-nowrap"
          >
            {text}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} tabId={id}>
          {id === chosen && content()}
        </TabPanel>
      ))}
    </TabProvider>
  );
}
