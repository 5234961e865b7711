import type { Metadata } from "next";
import { Card } from "@/app/ui/card";
import { EmptyState } from "@/app/ui/empty-state";
import { PageBody } from "@/app/ui/page-head";
import { listEndpoints } from "@/lib/endpoints/endpoints";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { SettingsHead } from "../tabs";
import { EndpointCard } from "./endpoint-card";
import { NewEndpoint } from "./new-endpoint";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/settings/webhooks`);
  const manages = may(ctx, "api.manage");
  const endpoints = manages ? await listEndpoints(ctx) : [];
  return (
    <>
      <SettingsHead org={org} here="webhooks" trail={may(ctx, "audit.read")}>
        {/* Always here: a dialog that moved with the first endpoint would take its secret along. */}
        {manages ? <NewEndpoint org={org} /> : null}
      </SettingsHead>
      {manages && endpoints.length === 0 ? (
        <EmptyState title="Let a program know" example={<Example />}>
          An endpoint is an address of yours that is told when contacts and consent change, within half a minute. Each
          message is signed, and tried again for three days when your program is away.
        </EmptyState>
      ) : (
        <PageBody narrow>
          {manages ? null : <Card title="Webhooks">Owners and admins choose which programs are told of changes.</Card>}
          {endpoints.map((endpoint) => (
            <EndpointCard key={endpoint.id} endpoint={endpoint} org={org} zone={organization.timeZone} />
          ))}
        </PageBody>
      )}
    </>
  );
}

function Example() {
  return (
    <pre aria-hidden className="rounded-lg border bg-raised p-4 text-left text-small break-words whitespace-pre-wrap">
      {`POST https://shop.example/hooks/clientele
webhook-signature: v1,g0hM9SsE…

{
  "type": "consent.changed",
  "data": { "contact": { "email": "mira@example.org" }, … }
}`}
    </pre>
  );
}
