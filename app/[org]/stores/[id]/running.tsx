/** The pass that runs now: done, of how many, how fast, how long still. It goes on when the page is left. */
import { ActionButton } from "@/app/ui/action-button";
import { Card } from "@/app/ui/card";
import { Progress } from "@/app/ui/progress";
import { formatDuration, formatNumber, plural } from "@/lib/format";
import { may } from "@/lib/permissions";
import type { StoreDetail, SyncView } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";
import { cancelSync } from "../actions";
import { progressOf } from "../state";
import { passWords } from "./passes";

const phases: Record<SyncView["phase"], string> = {
  customers: "Reading customers",
  products: "Reading products",
  orders: "Reading orders",
  missing: "Fetching who was missing",
  sweep: "Looking for what was deleted",
  done: "Finishing",
};

type Props = { ctx: Ctx; org: string; store: StoreDetail; sync: SyncView };

export function Running({ ctx, org, store, sync }: Props) {
  const { done, of } = progressOf(sync);
  const words = [of ? `${formatNumber(done)} of ${plural(of, "record")}` : plural(done, "record"), ...pace(sync)];
  const cancel = may(ctx, "stores.sync") ? (
    <ActionButton org={org} hidden={{ store: store.id }} action={cancelSync} look="bare" pending="Stopping…">
      Cancel
    </ActionButton>
  ) : null;
  return (
    <Card title={passWords[sync.kind]} note={phases[sync.phase]} aside={cancel}>
      <Progress done={done} of={of} label={passWords[sync.kind]} />
      <p role="status" className="num mt-2 text-muted">
        {words.join(" · ")}
      </p>
      <p className="num mt-1 text-small text-muted">
        {plural(sync.customersDone, "customer")} and {plural(sync.ordersDone, "order")} read; {formatNumber(sync.taken)}{" "}
        taken, {formatNumber(sync.passedOver)} passed over. You can leave this page.
      </p>
    </Card>
  );
}

/** "120 a second", "about 4 min left": told once there is something to measure. */
function pace(sync: SyncView): string[] {
  const { done, of } = progressOf(sync);
  const seconds = (Date.now() - sync.startedAt.getTime()) / 1000;
  if (done === 0 || seconds < 2) return [];
  const rate = done / seconds;
  const told = `${formatNumber(rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate))} a second`;
  return of && of > done ? [told, `about ${formatDuration((of - done) / rate)} left`] : [told];
}
