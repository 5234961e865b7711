import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "@/app/ui/card";
import { CopyText } from "@/app/ui/copy-text";
import { EmptyState } from "@/app/ui/empty-state";
import { PageBody } from "@/app/ui/page-head";
import { type ApiKey, listKeys } from "@/lib/api-keys/keys";
import { appUrl } from "@/lib/env";
import { may } from "@/lib/permissions";
import { listStores } from "@/lib/stores/stores";
import { memberContext } from "@/lib/web/session";
import { SettingsHead } from "../tabs";
import { KeyLine } from "./key-line";
import { NewKey } from "./new-key";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/settings/api`);
  const manages = may(ctx, "api.manage");
  const keys = manages ? await listKeys(ctx) : [];
  const stores = manages ? (await listStores(ctx)).flatMap(({ id, name, joins }) => (joins ? [] : [{ id, name }])) : [];
  return (
    <>
      <SettingsHead org={org} here="api" trail={may(ctx, "audit.read")}>
        {/* Always here: a dialog that moved with the first key would take its secret along. */}
        {manages ? <NewKey org={org} stores={stores} /> : null}
      </SettingsHead>
      {manages && keys.length === 0 ? (
        <EmptyState title="Let a program in" example={<Example />}>
          With a key, a program reads and writes contacts, consent, events and orders: a shop of any make, a till, a
          course platform. It may do what you tick, for one store or for all. <Reference />
        </EmptyState>
      ) : (
        <PageBody narrow>{manages ? <Keys {...{ keys, org }} zone={organization.timeZone} /> : <NotYours />}</PageBody>
      )}
    </>
  );
}

function Keys({ keys, org, zone }: { keys: ApiKey[]; org: string; zone: string }) {
  return (
    <>
      <Card title="API keys">
        <ul>
          {keys.map((key) => (
            <KeyLine key={key.id} apiKey={key} org={org} zone={zone} />
          ))}
        </ul>
      </Card>
      <Card title="Where to call">
        <div className="grid gap-4">
          <CopyText label="Address" value={`${appUrl()}/api/v1`} hint="Each key may make 1,200 calls a minute." />
          <p>
            <Reference />
          </p>
        </div>
      </Card>
    </>
  );
}

function NotYours() {
  return <Card title="API keys">Owners and admins make the keys by which programs call. Ask one of them.</Card>;
}

function Reference() {
  return (
    <Link href="/developers" className="underline underline-offset-3">
      Read and try the API
    </Link>
  );
}

function Example() {
  return (
    <pre aria-hidden className="rounded-lg border bg-raised p-4 text-left text-small break-words whitespace-pre-wrap">
      {`POST ${appUrl()}/api/v1/contacts
Authorization: Bearer clt_…

{ "email": "mira@example.org", "firstName": "Mira" }`}
    </pre>
  );
}
