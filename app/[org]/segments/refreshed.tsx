/** When everybody was judged last, how long it took and what came of it; while one runs, how far it is. */
import { ActionButton } from "@/app/ui/action-button";
import { Card } from "@/app/ui/card";
import { Note } from "@/app/ui/note";
import { Progress } from "@/app/ui/progress";
import { Time } from "@/app/ui/values";
import { formatDuration, formatNumber } from "@/lib/format";
import type { Refresh } from "@/lib/segments/runs";
import { refreshNow } from "./actions";

/** `one`: the numbers of the refresh are those of one segment. */
type Props = { org: string; zone: string; run: Refresh | null; next: Date; edit: boolean; one?: boolean };

export function Refreshed({ org, zone, run, next, edit, one }: Props) {
  if (run?.state === "running") return <Running run={run} />;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p role="status" className="num min-w-0 text-muted">
        {run ? <Result run={run} zone={zone} one={one} /> : "Not refreshed yet."} Next at <Time at={next} zone={zone} />
        .
      </p>
      {edit ? (
        <div className="md:ml-auto">
          <ActionButton org={org} action={refreshNow} pending="Beginning…">
            Refresh now
          </ActionButton>
        </div>
      ) : null}
    </div>
  );
}

function Result({ run, zone, one }: Pick<Props, "zone" | "one"> & { run: Refresh }) {
  const { kind, askedAt, ms, joined, left } = run;
  const when = <Time at={askedAt} zone={zone} as="ago" />;
  if (kind === "changed")
    return (
      <>
        Changed segments were filled {when}, in {tookWords(ms)}.
      </>
    );
  return (
    <>
      All segments were refreshed {when}, in {tookWords(ms)}: {formatNumber(joined)} joined{one ? " this one" : ""},{" "}
      {formatNumber(left)} left{one ? " it" : ""}.
    </>
  );
}

function Running({ run: { kind, judging, ms, usualMs, error } }: { run: Refresh }) {
  const label = kind === "changed" ? "Filling changed segments" : "Refreshing all segments";
  return (
    <Card>
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{label}</span>
        <span role="status" className="num text-muted">
          {judging ? `judging everybody for ${tookWords(ms)}` : "waiting for its turn"}
          {usualMs === null ? "" : `, the last one took ${tookWords(usualMs)}`}
        </span>
      </div>
      <Progress done={Math.min(ms, usualMs ?? ms)} of={usualMs} label={label} />
      {error ? (
        <div className="mt-3">
          <Note tone="wait">{error}</Note>
        </div>
      ) : null}
      <p className="mt-2 text-small text-muted">
        Until it has ended, everybody sees the members of before. You may leave this page.
      </p>
    </Card>
  );
}

/** "0.4 s" where seconds would be none. */
export const tookWords = (ms: number): string =>
  ms < 10_000 ? `${(Math.max(ms, 100) / 1000).toFixed(1)} s` : formatDuration(ms / 1000);
