import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { EmptyState } from "@/app/ui/empty-state";
import { Live } from "@/app/ui/live";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { storesVersion } from "@/lib/home";
import { may } from "@/lib/permissions";
import { listStores } from "@/lib/stores/stores";
import { memberContext } from "@/lib/web/session";
import { StoreLines } from "./store-lines";

export const metadata: Metadata = { title: "Stores" };

export default async function StoresPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/stores`);
  const version = await storesVersion(ctx);
  const stores = await listStores(ctx);
  const connect = may(ctx, "stores.connect") ? (
    <LinkButton href={`/${org}/stores/new`} look="go">
      <Plus aria-hidden />
      Connect a store
    </LinkButton>
  ) : null;
  if (stores.length === 0) return <NoStores connect={connect} />;
  return (
    <>
      <PageHead title="Stores" sub={stores.length}>
        {connect}
      </PageHead>
      <PageBody>
        <Card>
          <StoreLines stores={stores} org={org} zone={organization.timeZone} />
        </Card>
      </PageBody>
      <Live url={`/${org}/stores/pulse`} version={version} />
    </>
  );
}

function NoStores({ connect }: { connect: React.ReactNode }) {
  return (
    <>
      <PageHead title="Stores" />
      <EmptyState title="No store is connected yet" action={connect}>
        A store sends its customers and orders here: all of them once, then every change within seconds, and each night
        a look for what was missed. You choose whom to take; the only thing changed at your store is what people chose
        here: who opts out is noted there too.
      </EmptyState>
    </>
  );
}
