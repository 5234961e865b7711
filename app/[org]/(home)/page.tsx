import type { Metadata } from "next";
import { type ReactNode, Suspense } from "react";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { EmptyState } from "@/app/ui/empty-state";
import { Live } from "@/app/ui/live";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Status, type Tone } from "@/app/ui/status";
import { homeFigures, storesVersion } from "@/lib/home";
import { may } from "@/lib/permissions";
import { listStores } from "@/lib/stores/stores";
import { memberContext } from "@/lib/web/session";
import { StoreLines } from "../stores/store-lines";
import { Attention } from "./attention";
import { ConsentByChannel } from "./consent-by-channel";
import { ContactFigures, NoFigures } from "./contact-figures";
import { Growth } from "./growth";

export const metadata: Metadata = { title: "Home" };

type Props = { params: Promise<{ org: string }>; searchParams: Promise<{ growth?: string | string[] }> };

export default async function HomePage({ params, searchParams }: Props) {
  const { org } = await params;
  const { growth } = await searchParams;
  const { ctx, organization, user } = await memberContext(org);
  const zone = organization.timeZone;
  const version = await storesVersion(ctx);
  const stores = await listStores(ctx);
  const title = `${greeting(zone)}, ${user.name.split(" ")[0]}`;
  if (stores.length === 0) return <Begin title={title} org={org} connect={may(ctx, "stores.connect")} />;
  const figures = homeFigures(ctx);
  return (
    <>
      <PageHead title={title} />
      <PageBody>
        <Suspense fallback={<NoFigures />}>
          <ContactFigures figures={figures} />
        </Suspense>
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
          <div className="grid gap-4">
            <Suspense fallback={<Waiting>Counting the last 60 days…</Waiting>}>
              <Growth ctx={ctx} org={org} zone={zone} asTable={growth === "table"} />
            </Suspense>
            <Card title="Stores">
              <StoreLines stores={stores} org={org} zone={zone} />
            </Card>
          </div>
          <div className="grid gap-4">
            <Attention stores={stores} org={org} zone={zone} />
            <Suspense fallback={<Waiting>Counting consent…</Waiting>}>
              <ConsentByChannel figures={figures} />
            </Suspense>
          </div>
        </div>
      </PageBody>
      <Live url={`/${org}/stores/pulse`} version={version} seconds={5} />
    </>
  );
}

function Begin({ title, org, connect }: { title: string; org: string; connect: boolean }) {
  return (
    <>
      <PageHead title={title} />
      <EmptyState
        title="Begin with a store"
        example={<Example />}
        action={
          connect ? (
            <LinkButton href={`/${org}/stores/new`} look="go">
              Connect a store
            </LinkButton>
          ) : null
        }
      >
        Connect a store, choose whom to take, and watch the first sync fill your contacts. From then on every order,
        sign-up and opt-out arrives within seconds, and this page shows how your contacts grow.
        {connect ? null : " Ask an owner or admin of the organization to connect one."}
      </EmptyState>
    </>
  );
}

function Example() {
  return (
    <div aria-hidden className="overflow-hidden rounded-lg border bg-raised">
      <Line store="Shopify · North Candles" tone="ok" state="In real time" />
      <Line store="WooCommerce · Outlet" tone="ok" state="In real time" />
      <Line store="Stripe · Workshops" tone="wait" state="First sync, 62 %" />
    </div>
  );
}

function Line({ store, tone, state }: { store: string; tone: Tone; state: string }) {
  return (
    <div className="num flex h-10 items-center gap-4 border-b px-4 last:border-0">
      <span className="truncate font-medium">{store}</span>
      <span className="ml-auto">
        <Status tone={tone}>{state}</Status>
      </span>
    </div>
  );
}

function Waiting({ children }: { children: ReactNode }) {
  return (
    <Card>
      <p className="after-a-while text-muted">{children}</p>
    </Card>
  );
}

function greeting(zone: string): string {
  const hour = Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZone: zone }).format(new Date()));
  if (hour < 5 || hour >= 18) return "Good evening";
  return hour < 12 ? "Good morning" : "Good afternoon";
}
