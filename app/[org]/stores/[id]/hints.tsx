/**
 * For platforms without webhooks of their own: what to paste into an extension there, so that changes are told at once.
 */
import { Card } from "@/app/ui/card";
import { CopyText } from "@/app/ui/copy-text";
import { Fold } from "@/app/ui/fold";
import { may } from "@/lib/permissions";
import { hintSetup } from "@/lib/stores/hints";
import type { StoreDetail } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";

export async function Hints({ ctx, store }: { ctx: Ctx; store: StoreDetail }) {
  const setup = may(ctx, "stores.connect") ? await hintSetup(ctx, { store: store.id }) : null;
  if (!setup) return null;
  return (
    <Card title="Told at once" note="optional">
      <p className="mb-3 text-muted">
        {store.platform} itself tells nobody of changes: they are read every few minutes. A webhook extension there, or
        Adobe I/O Events, can tell us at once. What they name is then read from the store.
      </p>
      <Fold title="What to paste">
        <div className="grid gap-4">
          <CopyText label="Address" value={setup.url} hint="For all of them. Whoever knows it can make us look." />
          {Object.entries(setup.bodies).map(([what, body]) => (
            <CopyText key={what} label={`Text for ${what}, as a webhook extension sends it`} value={body} />
          ))}
          <CopyText
            label="Events to choose at Adobe I/O Events, each with the fields that hold ids"
            value={setup.events.join(", ")}
          />
        </div>
      </Fold>
    </Card>
  );
}
