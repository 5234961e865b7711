import { Card } from "@/app/ui/card";
import { FormField } from "@/app/ui/form";
import { ByApproval } from "./by-approval";
import { DemoNote, demoFor } from "./demo-note";

/**
 * By the owner's approval at SHOPLINE, in the name of this house's app or the merchant's own. `url` is a store's that
 * is connected again.
 */
export function ConnectShopline({ org, url }: { org: string; url: string | undefined }) {
  const demo = demoFor("shopline", url);
  return (
    <>
      {demo ? (
        <DemoNote platform="shopline" url={demo.url}>
          Press Connect and approve at its page. For a store of your own put its address in its place, and name your app
          below it.
        </DemoNote>
      ) : null}
      <Card>
        <p className="mb-5 text-muted">
          For stores at <b className="font-medium text-ink">myshopline.com</b>. You are sent to your store to approve,
          and come back here to choose whom to take. Nothing is read before that. SHOPLINE Asia (shoplineapp.com) is
          another platform of the same name: open <b className="font-medium text-ink">Any other shop</b> for it.
        </p>
        <ByApproval org={org} platform="shopline" id="App key" secret="App secret" demo={demo !== undefined}>
          <FormField
            label="Address of the store"
            name="url"
            required
            defaultValue={url ?? demo?.url}
            placeholder="north.myshopline.com"
            inputMode="url"
            autoComplete="url"
            hint="Its handle alone will do, or the address of any page of its admin."
          />
        </ByApproval>
      </Card>
    </>
  );
}
