import { Card } from "@/app/ui/card";
import { ActionForm, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { connectStripe } from "../actions";
import { DemoNote, demoFor } from "./demo-note";

const permissions = [
  ["Read", "Customers, Checkout Sessions, Charges and Refunds, PaymentIntents, Events"],
  ["Write", "Webhook Endpoints: we register one, so that sales arrive at once"],
] as const;

/** By a restricted key that the merchant makes at Stripe. */
export function ConnectStripe({ org }: { org: string }) {
  const demo = demoFor("stripe");
  return (
    <>
      {demo ? (
        <DemoNote platform="stripe">
          The form holds its restricted key: press Connect, or paste a key of your own in its place.
        </DemoNote>
      ) : null}
      <Card>
        <div className="mb-5 grid gap-3">
          <p className="text-muted">
            In Stripe’s dashboard, under Developers › API keys, make a{" "}
            <b className="font-medium text-ink">restricted key</b> with these permissions and nothing more:
          </p>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
            {permissions.map(([right, what]) => (
              <div key={right} className="contents">
                <dt className="font-medium">{right}</dt>
                <dd className="text-muted">{what}</dd>
              </div>
            ))}
          </dl>
          <p className="text-muted">
            A key that begins with rk_test_ connects your test data as a store of its own. Stripe keeps no consent of
            its customers: only the box for promotions in its Checkout tells one.
          </p>
        </div>
        <ActionForm action={connectStripe} org={org} aria-label="Connect by a restricted key">
          <FormField
            label="Restricted key"
            name="key"
            required
            type="password"
            defaultValue={demo?.keys.key}
            placeholder="rk_live_…"
            autoComplete="off"
            spellCheck={false}
            hint="Tried at once. Kept encrypted, and never shown again."
          />
          <FormField
            label="Name"
            name="name"
            autoComplete="off"
            hint="As you will read it here. Left empty, the account’s own name is taken."
          />
          <FormField
            label="Currency of the account"
            name="currency"
            autoComplete="off"
            placeholder="EUR"
            hint="Totals are told in it. Left empty, Stripe is asked; to many restricted keys it does not say."
          />
          <div>
            <Submit pending="Trying the key…">Connect</Submit>
          </div>
        </ActionForm>
      </Card>
    </>
  );
}
