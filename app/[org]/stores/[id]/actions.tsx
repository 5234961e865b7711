/** What one can do with a store. Only what the member's role allows is shown. */
import { Ellipsis, RefreshCw } from "lucide-react";
import { ActionButton } from "@/app/ui/action-button";
import { Button, buttonClass, LinkButton } from "@/app/ui/button";
import { DialogForm } from "@/app/ui/dialog-form";
import { Disclosure } from "@/app/ui/disclosure";
import { plural } from "@/lib/format";
import { may } from "@/lib/permissions";
import type { StoreDetail } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";
import { disconnectStore, pauseStore, renewSecret, resumeStore, syncNow } from "../actions";

type Props = { ctx: Ctx; org: string; store: StoreDetail; running: boolean };

export function Actions({ ctx, org, store, running }: Props) {
  const it = { org, hidden: { store: store.id } };
  const reconnect = reconnectTo(org, store);
  if (store.state === "disconnected") {
    return may(ctx, "stores.connect") ? (
      <LinkButton href={reconnect} look="go">
        Reconnect
      </LinkButton>
    ) : null;
  }
  return (
    <>
      {may(ctx, "stores.disconnect") ? (
        <Disclosure end label="More" className={buttonClass("plain", "px-2")} summary={<Ellipsis aria-hidden />}>
          <div className="grid gap-1 [&_button]:w-full [&_button]:justify-start">
            {store.state === "paused" ? null : (
              <ActionButton {...it} action={pauseStore} look="bare" pending="Pausing…">
                Pause
              </ActionButton>
            )}
            <LinkButton href={`/${org}/stores/${store.id}/choose`} look="bare" className="justify-start">
              Change whom to take
            </LinkButton>
            {store.abilities.secrets === "app" ? null : (
              <ActionButton {...it} action={renewSecret} look="bare" pending="Telling the store…">
                New secret
              </ActionButton>
            )}
            <LinkButton href={reconnect} look="bare" className="justify-start">
              Reconnect with new keys
            </LinkButton>
            <Disconnect {...it} store={store} />
          </div>
        </Disclosure>
      ) : null}
      {may(ctx, "stores.disconnect") && store.state === "paused" ? (
        <ActionButton {...it} action={resumeStore} look="go" pending="Going on…">
          Resume
        </ActionButton>
      ) : null}
      {may(ctx, "stores.sync") && store.state === "active" && !running ? (
        <ActionButton {...it} action={syncNow} look="go" pending="Starting…">
          <RefreshCw aria-hidden /> Sync now
        </ActionButton>
      ) : null}
    </>
  );
}

/** The form by which this store was connected. */
export const reconnectTo = (org: string, { platformKey, url }: StoreDetail) =>
  `/${org}/stores/new?platform=${platformKey}&url=${encodeURIComponent(url)}`;

function Disconnect({ org, hidden, store }: { org: string; hidden: Record<string, string>; store: StoreDetail }) {
  return (
    <DialogForm
      title={`Disconnect ${store.name}`}
      action={disconnectStore}
      org={org}
      hidden={hidden}
      verb={`Disconnect ${store.name}`}
      pending="Disconnecting…"
      look="stop"
      trigger={
        <Button look="bare" className="text-stop hover:not-disabled:text-stop">
          Disconnect…
        </Button>
      }
    >
      <p>
        Our webhooks are taken off the store and its keys are forgotten here. Nothing new comes in: no orders, no
        consent, no opt-outs made at the store.
      </p>
      <p className="text-muted">
        The {plural(store.contacts, "contact")} of this store, their history and their consent stay. Connecting the same
        address again goes on where it stopped.
      </p>
    </DialogForm>
  );
}
