import { Card, Line } from "@/app/ui/card";
import { Status, type Tone } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import { formatDuration, formatNumber } from "@/lib/format";
import type { StoreDetail, SyncView } from "@/lib/stores/stores";

export const passWords: Record<SyncView["kind"], string> = {
  first: "First sync",
  nightly: "Nightly sync",
  light: "Light check of orders",
  manual: "Sync by hand",
  "new-kind": "Newly ticked kind",
};

const states: Record<SyncView["state"], { tone: Tone; word: string }> = {
  running: { tone: "wait", word: "Running" },
  done: { tone: "ok", word: "Done" },
  failed: { tone: "stop", word: "Failed" },
  cancelled: { tone: "none", word: "Cancelled" },
};

/** The last passes over the store: what each read, healed and found deleted. */
export function Passes({ store, zone }: { store: StoreDetail; zone: string }) {
  if (store.syncs.length === 0) return <Card title="Last passes">The store has not been read yet.</Card>;
  return (
    <Card title="Last passes" flush>
      <ul className="px-4 pb-4 md:hidden">
        {store.syncs.map((sync) => (
          <Line key={sync.id} end={<Time at={sync.startedAt} zone={zone} />}>
            {passWords[sync.kind]}
            <div className="text-small">
              <Result sync={sync} />
            </div>
          </Line>
        ))}
      </ul>
      <div className="in-card hidden md:block">
        <table className="records">
          <thead>
            <tr>
              <th>Pass</th>
              <th>Started</th>
              <th>Result</th>
              <th className="right">Took</th>
              <th className="right">Customers</th>
              <th className="right">Orders</th>
              <th className="right" title="Changes that no delivery had told of">
                Healed
              </th>
              <th className="right" title="Found deleted at the store">
                Vanished
              </th>
            </tr>
          </thead>
          <tbody>
            {store.syncs.map((sync) => (
              <tr key={sync.id}>
                <td className="font-medium">{passWords[sync.kind]}</td>
                <td className="text-muted">
                  <Time at={sync.startedAt} zone={zone} />
                </td>
                <td className="whitespace-normal">
                  <Result sync={sync} />
                </td>
                <td className="num right">{took(sync)}</td>
                <td className="num right">{formatNumber(sync.customersDone)}</td>
                <td className="num right">{formatNumber(sync.ordersDone)}</td>
                <td className="num right">{formatNumber(sync.healed)}</td>
                <td className="num right">{formatNumber(sync.vanished)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Result({ sync }: { sync: SyncView }) {
  const { tone, word } = states[sync.state];
  return (
    <Status tone={tone} wrap>
      {word}
      {sync.error ? `: ${sync.error}` : ""}
    </Status>
  );
}

function took({ startedAt, finishedAt }: SyncView): string {
  return finishedAt ? formatDuration((finishedAt.getTime() - startedAt.getTime()) / 1000) : "–";
}
