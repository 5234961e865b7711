import type { ReactNode } from "react";
import { CopyText } from "@/app/ui/copy-text";
import { Fold } from "@/app/ui/fold";
import { ActionForm, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { platformName } from "@/app/ui/words";
import { appOf, approvalUrl } from "@/lib/connection/apps";
import type { Platform } from "@/lib/connectors/types";
import { approve } from "./actions";

type Props = {
  org: string;
  platform: Platform;
  /** What the platform calls the two halves of an app. */
  id: string;
  secret: string;
  /** The demo has a store of this platform, with an app of its own: the form goes without one. */
  demo: boolean;
  /** The field of the address. */
  children: ReactNode;
};

/** Leads to the platform's own page, in the name of this house's app there or the merchant's own. */
export function ByApproval({ org, platform, id, secret, demo, children }: Props) {
  const name = platformName(platform);
  return (
    <ActionForm action={approve} org={org} hidden={{ platform }} aria-label={`Connect by approval at ${name}`}>
      {children}
      <OwnApp needed={!appOf(platform) && !demo} id={id} secret={secret} at={approvalUrl(platform)} />
      <div>
        <Submit pending={`Opening ${name}…`}>Connect</Submit>
      </div>
    </ActionForm>
  );
}

/** The two halves of an app that the merchant made at the platform: needed where this Clientele has none there. */
function OwnApp({ needed, id, secret, at }: { needed: boolean; id: string; secret: string; at: string }) {
  const fields = (
    <div className="grid gap-4">
      <CopyText label="Address to return to" value={at} hint="Name it where the app is registered." />
      <FormField label={id} name="appId" required={needed} autoComplete="off" spellCheck={false} />
      <FormField
        label={secret}
        name="appSecret"
        required={needed}
        type="password"
        autoComplete="off"
        hint="Kept encrypted, and never shown again."
      />
    </div>
  );
  return needed ? fields : <Fold title={<span className="font-semibold">By an app of your own</span>}>{fields}</Fold>;
}
