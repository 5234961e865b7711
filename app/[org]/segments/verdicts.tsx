/** A condition's parts for one contact: what holds and what does not, each as a sentence. */
import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Said } from "@/lib/segments/in-words";
import type { Reasons } from "@/lib/segments/reasons";

/** `name` is the contact's. A draft has no members: what is said is what would be. */
export function Verdicts({ reasons, name, draft }: { reasons: Reasons; name: string; draft: boolean }) {
  const { include, exclude } = reasons;
  return (
    <div className="grid gap-3">
      <p role="status">{sentenceOf(reasons, name, draft)}</p>
      <Tree said={include} />
      {exclude ? (
        <div>
          <p className="mb-1 text-muted">Excluded is whoever meets:</p>
          <Tree said={exclude} />
        </div>
      ) : null}
    </div>
  );
}

function sentenceOf({ inside, holds, excluded }: Reasons, name: string, draft: boolean): string {
  if (excluded) return `${name} is excluded from all lists and segments, whatever holds.`;
  if (draft) return holds ? `${name} would be in it.` : `${name} would not be in it.`;
  if (inside !== holds) return `${name} ${holds ? "joins" : "leaves"} it within moments.`;
  return inside ? `${name} is in it.` : `${name} is not in it.`;
}

function Tree({ said }: { said: Said }) {
  return (
    <ul className="grid gap-1.5">
      <Part said={said} />
    </ul>
  );
}

function Part({ said }: { said: Said }) {
  if ("words" in said) return <Verdict holds={said.holds}>{said.words}</Verdict>;
  if ("not" in said) return <Group of={[said.not]} title="None of this" holds={said.holds} />;
  if ("all" in said) return <Group of={said.all} title="All of these" holds={said.holds} />;
  return <Group of={said.any} title="Any of these" holds={said.holds} />;
}

function Group({ of, title, holds }: { of: Said[]; title: string; holds: boolean }) {
  const keyed = of.map((said, at) => ({ said, key: `${title} ${at}` }));
  return (
    <Verdict holds={holds} below={keyed.map(({ said, key }) => <Part key={key} said={said} />)}>
      <span className="text-muted">{title}</span>
    </Verdict>
  );
}

function Verdict({ holds, children, below }: { holds: boolean; children: ReactNode; below?: ReactNode }) {
  return (
    <li>
      <span className="flex items-start gap-2">
        {holds ? (
          <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
        ) : (
          <X aria-hidden className="mt-0.5 size-4 shrink-0 text-stop" />
        )}
        <span className="min-w-0 break-words">
          <span className="sr-only">{holds ? "Holds: " : "Does not hold: "}</span>
          {children}
        </span>
      </span>
      {below ? <ul className="mt-1.5 ml-2 grid gap-1.5 border-l pl-3.5">{below}</ul> : null}
    </li>
  );
}
