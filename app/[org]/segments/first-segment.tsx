import Link from "next/link";
import type { ReactNode } from "react";
import { EmptyState } from "@/app/ui/empty-state";
import { Fold } from "@/app/ui/fold";
import { type Template, templates } from "@/lib/segments/templates";

const offered = 6;

/** What a segment is, and what merchants begin with. `edit`: the templates lead to the builder. */
export function FirstSegment({ org, edit, children }: { org: string; edit: boolean; children: ReactNode }) {
  return (
    <>
      <EmptyState title="A segment is a condition that is kept true" action={children}>
        Say who is meant, such as everybody who bought twice in 90 days. Whoever begins to meet it enters by themselves,
        and whoever does not any more leaves; both stand on their timelines.
      </EmptyState>
      {edit ? <Templates org={org} /> : null}
    </>
  );
}

function Templates({ org }: { org: string }) {
  return (
    <section aria-label="Templates" className="mx-auto grid max-w-xl gap-3 px-6 pb-16">
      <h2>Begin with what others ask for first</h2>
      <Offer org={org} of={templates.slice(0, offered)} />
      <Fold title={`${templates.length - offered} more`}>
        <Offer org={org} of={templates.slice(offered)} />
      </Fold>
    </section>
  );
}

function Offer({ org, of }: { org: string; of: readonly Template[] }) {
  return (
    <ul className="overflow-hidden rounded-lg border bg-raised">
      {of.map(({ key, name, about }) => (
        <li key={key} className="border-b last:border-0">
          <Link
            href={`/${org}/segments/new?template=${key}`}
            prefetch={false}
            className="block px-4 py-2 hover:bg-hover"
          >
            <span className="block font-medium">{name}</span>
            <span className="block text-small text-muted">{about}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
