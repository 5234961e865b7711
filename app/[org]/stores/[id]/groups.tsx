/** The groups of the store's own admin, as they were last read: to look at, and to ask for in segments. */
import { RefreshCw } from "lucide-react";
import Link from "next/link";
import { ActionButton } from "@/app/ui/action-button";
import { Card, Line } from "@/app/ui/card";
import { Progress } from "@/app/ui/progress";
import { Status } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import { formatNumber, plural } from "@/lib/format";
import { may } from "@/lib/permissions";
import { type MirrorView, type StoreGroups, storeGroupsOf } from "@/lib/store-groups/show";
import type { StoreDetail } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";
import { mirrorNow } from "../actions";

type Props = { ctx: Ctx; org: string; store: StoreDetail; zone: string };

/** Nothing for a platform whose admin has no groups. */
export async function Groups({ ctx, org, store, zone }: Props) {
  const held = await storeGroupsOf(ctx, { store: store.id });
  if (!held) return null;
  const { groups, mirror, told } = held;
  const running = mirror?.state === "running";
  const again =
    may(ctx, "stores.sync") && store.state === "active" && !running ? (
      <ActionButton org={org} hidden={{ store: store.id }} action={mirrorNow} look="bare" pending="Starting…">
        <RefreshCw aria-hidden /> Read again
      </ActionButton>
    ) : null;
  return (
    <Card title="Store groups" note={notes[told]} aside={again}>
      {running ? <Reading mirror={mirror} /> : null}
      {mirror?.state === "failed" || mirror?.error ? (
        <Status tone={mirror.state === "failed" ? "stop" : "wait"} wrap>
          {mirror.error}
        </Status>
      ) : null}
      {groups.length > 0 ? (
        <List groups={groups} zone={zone} org={may(ctx, "contacts.edit") ? org : null} />
      ) : (
        <p className="text-muted">{empty(mirror)}</p>
      )}
    </Card>
  );
}

const notes: Record<StoreGroups["told"], string> = {
  webhooks: "read-only; followed as they change",
  nightly: "read-only; read once a day",
};

function empty(mirror: MirrorView | null): string {
  if (!mirror) return "They are read within moments of the first sync’s end.";
  return mirror.state === "done" ? "The store has none." : "None has been read yet.";
}

function Reading({ mirror }: { mirror: MirrorView }) {
  const { groupsDone, groupsTotal, membersDone } = mirror;
  return (
    <div className="mb-3">
      <Progress done={groupsDone} of={groupsTotal} label="Groups being read" />
      <p role="status" className="num mt-2 text-small text-muted">
        {groupsTotal === null
          ? "Listing the groups"
          : `${formatNumber(groupsDone)} of ${plural(groupsTotal, "group")} · ${plural(membersDone, "member")} read`}
      </p>
    </div>
  );
}

/** With `org` each leads to a segment of it: who is in it, and how many may be written to. */
function List({ groups, zone, org }: { groups: StoreGroups["groups"]; zone: string; org: string | null }) {
  return (
    <ul>
      {groups.map(({ id, name, size, mirroredAt }) => (
        <Line key={id} end={<Read at={mirroredAt} zone={zone} />}>
          {org ? (
            <Link
              href={`/${org}/segments/new?text=${encodeURIComponent(`store-group any of (#"${id}")`)}`}
              title="Make a segment of it"
              className="font-medium break-words hover:underline"
            >
              <bdi>{name}</bdi>
            </Link>
          ) : (
            <bdi className="font-medium break-words">{name}</bdi>
          )}{" "}
          <span className="num text-small text-muted">{plural(size, "customer")}</span>
        </Line>
      ))}
    </ul>
  );
}

function Read({ at, zone }: { at: Date | null; zone: string }) {
  return at ? (
    <>
      read <Time at={at} zone={zone} as="ago" />
    </>
  ) : (
    "not read yet"
  );
}
