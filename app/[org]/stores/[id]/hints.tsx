/** For platforms without webhooks of their own: what to paste into an extension there, so that changes are told at once. */
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
        {store.platform} tells nobody of changes: they are read every few minutes. A webhook extension there can tell us
        at once. Let it post these texts; what they name is then read from the store.
      </p>
      <Fold title="What to paste">
        <div className="grid gap-4">
          <CopyText label="Address" value={setup.url} />
          <CopyText
            label="Header"
            value={`${setup.header}: ${setup.secret}`}
            hint="Whoever knows it can make us look."
          />
          {Object.entries(setup.bodies).map(([what, body]) => (
            <CopyText key={what} label={`Text for ${what}`} value={body} />
          ))}
        </div>
      </Fold>
    </Card>
  );
}
