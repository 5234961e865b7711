"use client";
/** The same condition in two forms; arrows move between them. */
import { Tabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export type View = "conditions" | "text";

const tab =
  "h-7 rounded px-2.5 text-muted hover:text-ink data-active:bg-raised data-active:font-medium data-active:text-ink data-active:shadow-[0_0_0_1px_var(--line)]";

export function ViewTabs({
  view,
  onView,
  conditions,
  text,
}: {
  view: View;
  onView: (view: View) => void;
  conditions: ReactNode;
  text: ReactNode;
}) {
  return (
    <Tabs.Root value={view} onValueChange={onView} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <Tabs.List aria-label="Form" className="flex w-fit gap-1 rounded-lg bg-surface p-1">
        <Tabs.Tab value="conditions" className={tab}>
          Conditions
        </Tabs.Tab>
        <Tabs.Tab value="text" className={tab}>
          Text
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="conditions" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {conditions}
      </Tabs.Panel>
      <Tabs.Panel value="text">{text}</Tabs.Panel>
    </Tabs.Root>
  );
}
