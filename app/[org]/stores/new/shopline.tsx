import { Card } from "@/app/ui/card";
import { FormField } from "@/app/ui/form";
import { ByApproval } from "./by-approval";

/** By the owner's approval at SHOPLINE, in the name of this house's app or the merchant's own. `url` is a store's that is connected again. */
export function ConnectShopline({ org, url }: { org: string; url: string | undefined }) {
  return (
    <Card>
      <p className="mb-5 text-muted">
        For stores at <b className="font-medium text-ink">myshopline.com</b>. You are sent to your store to approve, and
        come back here to choose whom to take. Nothing is read before that. SHOPLINE Asia (shoplineapp.com) is another
        platform of the same name: open <b className="font-medium text-ink">Any other shop</b> for it.
      </p>
      <ByApproval org={org} platform="shopline" id="App key" secret="App secret" demo={false}>
        <FormField
          label="Address of the store"
          name="url"
          required
          defaultValue={url}
          placeholder="north.myshopline.com"
          inputMode="url"
          autoComplete="url"
          hint="Its handle alone will do, or the address of any page of its admin."
        />
      </ByApproval>
    </Card>
  );
}
