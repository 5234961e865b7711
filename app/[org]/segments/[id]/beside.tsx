/** What stands beside the members: which segments follow from this one, and what was done to it. */
import Link from "next/link";
import { Card, Line } from "@/app/ui/card";
import { Time } from "@/app/ui/values";
import type { Deed } from "@/lib/segments/history";
import type { Whole } from "@/lib/segments/show";
import { SegmentState } from "../state";

export function UsedBy({ org, segment }: { org: string; segment: Whole }) {
  return (
    <Card title="Used by">
      {segment.usedBy.length === 0 ? (
        <p className="text-muted">Nothing names this segment, so it can be archived and deleted.</p>
      ) : (
        <ul>
          {segment.usedBy.map(({ id, name, state }) => (
            <Line key={id} end={<SegmentState segment={{ state, ready: true }} />}>
              <Link href={`/${org}/segments/${id}`} className="block truncate font-medium hover:underline">
                <bdi>{name}</bdi>
              </Link>
              <span className="text-small text-muted">Segment</span>
            </Line>
          ))}
        </ul>
      )}
    </Card>
  );
}

const deeds: Record<string, string> = {
  created: "Created",
  duplicated: "Made as a copy",
  renamed: "Renamed",
  edited: "Edited",
  activated: "Activated",
  archived: "Archived",
};

export function History({ done, zone }: { done: Deed[]; zone: string }) {
  if (done.length === 0) return null;
  return (
    <Card title="History">
      <ol className="grid gap-3">
        {done.map(({ at, by, verb, words }) => (
          <li key={`${at.toISOString()} ${verb}`}>
            <div className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{deeds[verb] ?? verb}</span>
              <span className="text-small text-muted">
                by {by}, <Time at={at} zone={zone} as="ago" />
              </span>
            </div>
            {words ? <p className="mt-0.5 text-small break-words text-muted">{words}</p> : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
