import { Card } from "@/app/ui/card";
import { Fold } from "@/app/ui/fold";
import { ActionForm, FormField } from "@/app/ui/form";
import { Note } from "@/app/ui/note";
import { Submit } from "@/app/ui/submit";
import { env } from "@/lib/env";
import { beginConnect, connectWithKeys } from "../actions";

/** By the store's own page, or by pasted keys. `url` is a store's that is connected again. */
export function ConnectWooCommerce({ org, url }: { org: string; url: string | undefined }) {
  const demo = env().DEMO_STORE_URL;
  const address = url ?? demo ?? "";
  return (
    <>
      {demo ? (
        <Note>
          A demo store listens at <b className="font-medium break-all">{demo}</b>. It speaks as WooCommerce does, and
          its customers buy while you watch.
        </Note>
      ) : null}
      <Card>
        <ActionForm action={beginConnect} org={org} aria-label="Connect by the store’s own page">
          <FormField
            label="Address of the shop"
            name="url"
            required
            defaultValue={address}
            placeholder="https://shop.example"
            inputMode="url"
            autoComplete="url"
            hint="You are sent to your store to approve, and come back here to choose whom to take. Nothing is read before that."
          />
          <div>
            <Submit pending="Opening your store…">Connect</Submit>
          </div>
        </ActionForm>
      </Card>
      <Card>
        <Fold title={<span className="font-semibold">Paste keys instead</span>}>
          <p className="mb-4 text-muted">
            Where the store’s page cannot be reached from here: make a key with{" "}
            <b className="font-medium">Read/Write</b> under WooCommerce › Settings › Advanced › REST API, and paste both
            halves.
          </p>
          <ActionForm action={connectWithKeys} org={org} aria-label="Connect by keys">
            <FormField label="Address of the shop" name="url" required defaultValue={address} inputMode="url" />
            <FormField label="Consumer key" name="consumerKey" required placeholder="ck_…" autoComplete="off" />
            <FormField
              label="Consumer secret"
              name="consumerSecret"
              required
              type="password"
              placeholder="cs_…"
              autoComplete="off"
              hint="Kept encrypted, and never shown again."
            />
            <div>
              <Submit pending="Trying the keys…">Connect with keys</Submit>
            </div>
          </ActionForm>
        </Fold>
      </Card>
    </>
  );
}
