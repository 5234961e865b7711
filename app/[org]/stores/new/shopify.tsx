import { Card } from "@/app/ui/card";
import { Fold } from "@/app/ui/fold";
import { ActionForm, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { connectShopify } from "../actions";
import { ByApproval } from "./by-approval";
import { DemoNote, demoFor } from "./demo-note";

/**
 * By the merchant's approval at Shopify, or by an app of their own without it. `url` is a store's that is connected
 * again.
 */
export function ConnectShopify({ org, url }: { org: string; url: string | undefined }) {
  const demo = demoFor("shopify", url);
  const address = (
    <FormField
      label="Address of the store"
      name="url"
      required
      defaultValue={url ?? demo?.url}
      placeholder="north-candles.myshopify.com"
      inputMode="url"
      autoComplete="url"
      hint="Its name alone will do, or the address of any page of its admin; not the shop’s own domain."
    />
  );
  return (
    <>
      {demo ? (
        <DemoNote platform="shopify" url={demo.url}>
          Press Connect and approve at its page, or open the second form, which holds the token and the secret of a
          custom app; the client ID <b className="font-medium">{demo.keys.clientId}</b> will do in the token’s place.
        </DemoNote>
      ) : null}
      <Card>
        <p className="mb-5 text-muted">
          You are sent to Shopify to approve, and come back here to choose whom to take. Nothing is read before that.
          Shopify shows an app the orders of the last sixty days, and older ones only where it granted the app{" "}
          <b className="font-medium text-ink">read_all_orders</b>.
        </p>
        <ByApproval org={org} platform="shopify" id="Client ID" secret="Client secret" demo={demo !== undefined}>
          {address}
        </ByApproval>
      </Card>
      <Card>
        <Fold title={<span className="font-semibold">Without Shopify’s page</span>}>
          <p className="mb-4 text-muted">
            For an app of your own that is installed at the store already, with the scopes{" "}
            <b className="font-medium text-ink">read_customers, write_customers, read_orders</b> and, for older orders,{" "}
            <b className="font-medium text-ink">read_all_orders</b>: paste the client ID of an app from the Dev
            Dashboard, or the access token of a custom app, and its secret.
          </p>
          <ActionForm action={connectShopify} org={org} aria-label="Connect by an app of your own">
            {address}
            <FormField label="Client ID" name="clientId" autoComplete="off" spellCheck={false} />
            <FormField
              label="Or access token"
              name="token"
              type="password"
              defaultValue={demo?.keys.token}
              placeholder="shpat_…"
              autoComplete="off"
              spellCheck={false}
            />
            <FormField
              label="Secret"
              name="secret"
              required
              type="password"
              defaultValue={demo?.keys.secret}
              autoComplete="off"
              hint="The client secret, or a custom app’s API secret key: deliveries are signed with it. Kept encrypted, and never shown again."
            />
            <div>
              <Submit pending="Trying the app…">Connect</Submit>
            </div>
          </ActionForm>
        </Fold>
      </Card>
    </>
  );
}
