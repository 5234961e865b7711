import Link from "next/link";
import { Card } from "@/app/ui/card";
import { Status, type Tone } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import { plural } from "@/lib/format";
import type { StoreSummary } from "@/lib/stores/stores";

type Matter = { key: string; tone: Tone; title: string; more: string; since: Date | null; href: string; verb: string };

/** What a person should look at, and where. */
export function Attention({ stores, org, zone }: { stores: StoreSummary[]; org: string; zone: string }) {
  const matters = stores.flatMap((store) => mattersOf(store, org));
  return (
    <Card title="Needs a look">
      {matters.length === 0 ? <Status tone="ok">Nothing. Every store is in order.</Status> : null}
      <ul>
        {matters.map((matter) => (
          <li key={matter.key} className="border-b py-2.5 first:pt-0 last:border-0 last:pb-0">
            <Status tone={matter.tone} wrap>
              {matter.title}
            </Status>
            <div className="mt-1 flex items-end gap-2 text-small text-muted">
              <span>
                {matter.more}
                {matter.since ? (
                  <>
                    {" "}
                    Since <Time at={matter.since} zone={zone} as="ago" />.
                  </>
                ) : null}
              </span>
              <Link href={matter.href} className="ml-auto shrink-0 text-accent hover:underline">
                {matter.verb}
                <span className="sr-only">: {matter.title}</span>
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function mattersOf(store: StoreSummary, org: string): Matter[] {
  const href = `/${org}/stores/${store.id}`;
  const about = (tone: Tone, title: string, more: string, since: Date | null, verb = "See"): Matter => ({
    key: `${store.id} ${title}`,
    tone,
    title,
    more,
    since,
    href,
    verb,
  });
  const { lastSync, trouble, untold } = store;
  const failed = lastSync?.state === "failed";
  return [
    ...(store.state === "choosing"
      ? [
          about(
            "wait",
            `${store.name} waits for your choice`,
            "Nothing is read before you choose whom to take.",
            null,
            "Choose",
          ),
        ]
      : []),
    ...(store.state === "paused"
      ? [about("wait", `${store.name} is paused`, "Deliveries wait until it goes on.", null)]
      : []),
    ...(trouble ? [about("stop", `${store.name} needs a look`, trouble, store.troubleSince)] : []),
    ...(failed && !trouble
      ? [about("stop", `The last sync of ${store.name} failed`, lastSync.error ?? "", lastSync.finishedAt)]
      : []),
    ...(untold && store.state === "active" && untold.reason !== trouble
      ? [about("stop", `${plural(untold.count, "choice")} not told to ${store.name}`, untold.reason, untold.since)]
      : []),
  ];
}
