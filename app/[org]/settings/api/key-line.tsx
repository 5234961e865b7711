import { Button } from "@/app/ui/button";
import { Line } from "@/app/ui/card";
import { DialogForm } from "@/app/ui/dialog-form";
import { FormSelect } from "@/app/ui/form";
import { SecretDialog } from "@/app/ui/secret-dialog";
import { Status } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import type { ApiKey } from "@/lib/api-keys/keys";
import { revokeKey, rotateKey } from "./actions";
import { scopeWords } from "./scopes";

type Props = { apiKey: ApiKey; org: string; zone: string };

/** A key: what it may do, when it was used last, and what can be done with it. */
export function KeyLine({ apiKey, org, zone }: Props) {
  const { id, name, prefix, old, store, scopes, revokedAt, createdAt, createdBy } = apiKey;
  const it = { org, hidden: { key: id } };
  return (
    <Line end={revokedAt ? null : <Actions {...it} name={name} />}>
      <div className="flex flex-wrap items-baseline gap-x-2.5">
        <bdi className="font-medium">{name}</bdi>
        <code className="text-small text-muted">{prefix}_…</code>
        {revokedAt ? <Status tone="none">revoked</Status> : null}
      </div>
      <div className="text-muted">
        {store ? `${store} only` : "Whole organization"} · <Used apiKey={apiKey} zone={zone} />
      </div>
      {old ? (
        <div className="text-muted">
          <Status tone="wait" wrap>
            <span>
              <code className="text-small">{old.prefix}_…</code> still works until <Time at={old.until} zone={zone} />
            </span>
          </Status>
        </div>
      ) : null}
      <div className="text-small text-muted" title={scopes.map((scope) => scopeWords[scope]).join(", ")}>
        {scopes.join(" · ")}
      </div>
      <div className="text-small text-muted">
        Made by <bdi>{createdBy}</bdi>, <Time at={createdAt} zone={zone} as="day" />
      </div>
    </Line>
  );
}

function Used({ apiKey: { lastUsedAt }, zone }: Pick<Props, "apiKey" | "zone">) {
  if (!lastUsedAt) return "never used";
  return (
    <>
      used <Time at={lastUsedAt} zone={zone} as="ago" />
    </>
  );
}

function Actions({ org, hidden, name }: { org: string; hidden: { key: string }; name: string }) {
  return (
    <div className="flex flex-wrap justify-end gap-1 text-base">
      <SecretDialog
        trigger={<Button look="bare">Rotate</Button>}
        title={`Rotate “${name}”`}
        action={rotateKey}
        org={org}
        hidden={hidden}
        verb="Make a new key"
        pending="Making…"
        label="The new key"
        hint="It has the same name and scopes, and works from now on."
      >
        <p>A new key takes the place of this one. The old one may go on working until your program has the new one.</p>
        <FormSelect label="The old key works for" name="hours" defaultValue="24">
          <option value="24">a day more</option>
          <option value="168">a week more</option>
          <option value="1">an hour more</option>
          <option value="0">not a moment more</option>
        </FormSelect>
      </SecretDialog>
      <DialogForm
        trigger={<Button look="bare">Revoke</Button>}
        title={`Revoke “${name}”`}
        action={revokeKey}
        org={org}
        hidden={hidden}
        verb={`Revoke “${name}”`}
        pending="Revoking…"
        look="stop"
      >
        <p>Calls with this key are refused from now on. What it did stays, under its name. This cannot be undone.</p>
      </DialogForm>
    </div>
  );
}
