"use client";
/** The button at a row's end with what can be done with the row. */
import { Ellipsis } from "lucide-react";
import { type ReactElement, type ReactNode, Suspense, useState } from "react";
import { Button } from "./button";
import { LazyMenu } from "./lazy-menu";

export type ChoicesProps<Q> = { trigger: ReactElement; ask: (question: Q) => void };

/** `name` is the row's; `choices` is the menu, fetched by `fetch`; `question` draws the dialog of what was chosen. */
export function RowMenu<Q>({
  id,
  name,
  fetch,
  choices,
  question,
}: {
  id: string;
  name: string;
  fetch: () => unknown;
  choices: (props: ChoicesProps<Q>) => ReactNode;
  question: (asked: Q, close: () => void, giveBack: () => HTMLElement | null) => ReactNode;
}) {
  const [asked, ask] = useState<Q | null>(null);
  const trigger = (
    <Button id={`actions-${id}`} look="bare" className="px-2" aria-label={`Actions for ${name}`} title="Actions">
      <Ellipsis aria-hidden />
    </Button>
  );
  const giveBack = () => document.getElementById(`actions-${id}`) ?? mainAction();
  return (
    <div className="inline-block text-left">
      <LazyMenu trigger={trigger} fetch={fetch}>
        {(button) => choices({ trigger: button, ask })}
      </LazyMenu>
      {asked === null ? null : <Suspense>{question(asked, () => ask(null), giveBack)}</Suspense>}
    </div>
  );
}

/** The page's own button: where the focus goes when the row it was in is gone. */
export const mainAction = () => document.querySelector<HTMLElement>("main header button");
