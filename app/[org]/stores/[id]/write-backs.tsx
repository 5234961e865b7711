/** The choices made here that the store is told, so that its own mails follow them: how many arrived, and why not. */
import type { ReactNode } from "react";
import { ActionButton } from "@/app/ui/action-button";
import { Card } from "@/app/ui/card";
import { Note } from "@/app/ui/note";
import { Status, type Tone } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import { formatNumber } from "@/lib/format";
import { may } from "@/lib/permissions";
import type { StoreDetail } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";
import { type WriteBackStand, writeBackStand } from "@/lib/write-back/stand";
import { retryWriteBacks } from "../actions";

type Props = { ctx: Ctx; org: string; store: StoreDetail; zone: string };

export async function WriteBacks({ ctx, org, store, zone }: Props) {
  const stand = await writeBackStand(ctx, { store: store.id });
  if (!stand.holds) return null;
  const any = stand.waiting + stand.written + stand.failed + stand.impossible > 0;
  const again = Boolean(stand.trouble) && store.state === "active" && may(ctx, "stores.sync");
  return (
    <Card
      title="Told to the store"
      note="who opted out here, and who opted in again"
      aside={
        again ? (
          <ActionButton org={org} hidden={{ store: store.id }} action={retryWriteBacks} pending="Telling the store…">
            Try again now
          </ActionButton>
        ) : null
      }
    >
      {stand.trouble ? (
        <div className="mb-2">
          <Note tone="stop">{stand.trouble}</Note>
        </div>
      ) : null}
      {any ? (
        <ul className="grid gap-x-10 md:grid-cols-2">
          <Count n={stand.written} tone="ok" word="told" end={<Last at={stand.lastWrittenAt} zone={zone} />} />
          <Count n={stand.waiting} tone="wait" word="waiting" end={<Next stand={stand} store={store} zone={zone} />} />
          <Count n={stand.failed} tone="stop" word="declined by the store" end="given up after a day of trying" />
          <Count n={stand.impossible} tone="hollow" word="without an account there" end="kept here" />
        </ul>
      ) : (
        <p className="text-muted">
          Nobody has opted out here yet. Once somebody does, the store is told within a minute, so that it stops mailing
          them too.
        </p>
      )}
    </Card>
  );
}

function Count({ n, tone, word, end }: { n: number; tone: Tone; word: string; end: ReactNode }) {
  return (
    <li className="flex items-baseline gap-3 border-b py-2">
      <Status tone={n > 0 ? tone : "hollow"}>
        <span className="num">{formatNumber(n)}</span> {word}
      </Status>
      {n > 0 ? <span className="ml-auto text-right text-small text-muted">{end}</span> : null}
    </li>
  );
}

function Last({ at, zone }: { at: Date | null; zone: string }) {
  return (
    <>
      last <Time at={at} zone={zone} as="ago" />
    </>
  );
}

function Next({ stand, store, zone }: { stand: WriteBackStand; store: StoreDetail; zone: string }) {
  if (store.state === "paused") return "until the store goes on";
  if (store.state === "disconnected") return "until the store is connected again";
  if (!stand.pausedUntil) return "told within a minute";
  return (
    <>
      next try <Time at={stand.pausedUntil} zone={zone} />
    </>
  );
}
