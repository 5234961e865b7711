import type { Metadata } from "next";
import { LinkButton } from "@/app/ui/button";
import { EmptyState } from "@/app/ui/empty-state";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { platformName } from "@/app/ui/words";
import { may } from "@/lib/permissions";
import { listStores, type StoreSummary } from "@/lib/stores/stores";
import { memberContext } from "@/lib/web/session";
import { Steps } from "../[id]/steps";
import { onlyEditors } from "../only-editors";
import { NewUpload } from "./new-upload";

export const metadata: Metadata = { title: "Import contacts" };

type Props = { params: Promise<{ org: string }>; searchParams: Promise<{ store?: string | string[] }> };

export default async function NewUploadPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { ctx } = await memberContext(org, `/${org}/uploads/new`);
  if (!may(ctx, "contacts.edit")) return onlyEditors(org);
  const stores = (await listStores(ctx)).filter(({ state, joins }) => state !== "disconnected" && !joins);
  if (stores.length === 0) return <NoStore org={org} />;
  const asked = [(await searchParams).store].flat()[0];
  return (
    <>
      <PageHead title="Import contacts" />
      <Steps here="File" />
      <PageBody narrow>
        <NewUpload org={org} stores={stores.map(named)} store={stores.find(({ id }) => id === asked)?.id} />
      </PageBody>
    </>
  );
}

const named = ({ id, name, platform }: StoreSummary) => ({ id, name: `${platformName(platform)} · ${name}` });

function NoStore({ org }: { org: string }) {
  return (
    <EmptyState
      page
      title="Connect a store first"
      action={
        <LinkButton href={`/${org}/stores/new`} look="go">
          Connect a store
        </LinkButton>
      }
    >
      Each contact belongs to a store, so a file is imported for one of them.
    </EmptyState>
  );
}
