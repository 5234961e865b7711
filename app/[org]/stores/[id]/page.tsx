import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { LinkButton } from "@/app/ui/button";
import { Live } from "@/app/ui/live";
import { Note } from "@/app/ui/note";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Time } from "@/app/ui/values";
import { kindWords } from "@/app/ui/words";
import { isSilence } from "@/lib/connection/silence";
import { may } from "@/lib/permissions";
import type { StoreDetail } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";
import { memberContext } from "@/lib/web/session";
import { StoreState } from "../state";
import { Actions, reconnectTo } from "./actions";
import { Deliveries } from "./deliveries";
import { DemandsHere } from "./demands";
import { Groups } from "./groups";
import { Hints } from "./hints";
import { OwnStore } from "./own-store";
import { Passes } from "./passes";
import { Running } from "./running";
import { readStore, readVersion } from "./store";
import { StoreFigures } from "./store-figures";
import { Visits } from "./visits";
import { Webhooks } from "./webhooks";
import { WriteBacks } from "./write-backs";

type Props = {
  params: Promise<{ org: string; id: string }>;
  searchParams: Promise<{ state?: string | string[]; before?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/stores/${id}`);
  return { title: (await readStore(ctx, id)).name };
}

export default async function StorePage({ params, searchParams }: Props) {
  const { org, id } = await params;
  const { state, before } = await searchParams;
  const { ctx, organization } = await memberContext(org, `/${org}/stores/${id}`);
  const version = await readVersion(ctx, id);
  const store = await readStore(ctx, id);
  if (!store.called)
    return <OwnStore ctx={ctx} org={org} store={store} version={version} zone={organization.timeZone} />;
  if (store.state === "choosing") redirect(`/${org}/stores/${id}/choose`);
  const zone = organization.timeZone;
  const running = store.syncs.find((sync) => sync.state === "running");
  return (
    <>
      <PageHead title={`${store.platform} · ${store.name}`} sub={<StoreState store={store} />}>
        <Actions ctx={ctx} org={org} store={store} running={Boolean(running)} />
      </PageHead>
      <PageBody>
        <p className="break-words text-muted md:-mt-2">
          <a href={store.url} rel="noreferrer" target="_blank" className="underline underline-offset-3">
            {store.url.replace(/^https?:\/\//, "")}
          </a>
          {" · takes "}
          {store.selection.map((kind) => `${kindWords[kind]}s`).join(", ") || "nobody"}
          {store.version ? ` · ${store.platform} ${store.version}` : ""}
          {store.joins ? (
            <>
              {" · its people are contacts of "}
              <Link href={`/${org}/stores/${store.joins.id}`} className="underline underline-offset-3">
                {store.joins.name}
              </Link>
            </>
          ) : null}
        </p>
        <Trouble ctx={ctx} store={store} org={org} zone={zone} />
        <DemandsHere ctx={ctx} org={org} store={store} zone={zone} />
        {running ? <Running ctx={ctx} org={org} store={store} sync={running} /> : null}
        <StoreFigures store={store} zone={zone} />
        <Passes store={store} zone={zone} />
        <Groups ctx={ctx} org={org} store={store} zone={zone} />
        <Webhooks store={store} zone={zone} />
        <Hints ctx={ctx} store={store} />
        {store.joins ? null : <Visits ctx={ctx} org={org} store={store} zone={zone} />}
        <WriteBacks ctx={ctx} org={org} store={store} zone={zone} />
        <Deliveries ctx={ctx} org={org} store={store} state={one(state)} before={one(before)} zone={zone} />
      </PageBody>
      <Live url={`/${org}/stores/${id}/pulse`} version={version} />
    </>
  );
}

type TroubleProps = { ctx: Ctx; store: StoreDetail; org: string; zone: string };

function Trouble({ ctx, store, org, zone }: TroubleProps) {
  if (store.state === "disconnected") {
    return (
      <Note tone="wait">
        {store.trouble ? `${store.trouble} ` : ""}Disconnected: nothing comes in any more. Contacts and history are
        kept.{" "}
        <Link className="underline" href={reconnectTo(org, store)}>
          Connect it again
        </Link>{" "}
        to go on where it stopped.
      </Note>
    );
  }
  if (store.state === "paused")
    return <Note tone="wait">Paused: deliveries come in and wait; nothing is applied.</Note>;
  if (!store.trouble) return null;
  const mend = may(ctx, "stores.connect") && !isSilence(store.trouble);
  return (
    <Note tone="stop" action={mend ? <LinkButton href={reconnectTo(org, store)}>Reconnect</LinkButton> : null}>
      {store.trouble}{" "}
      {store.troubleSince ? (
        <span className="text-muted">
          Since <Time at={store.troubleSince} zone={zone} />.
        </span>
      ) : null}
      {store.askAfter && store.askAfter > new Date() && isSilence(store.trouble) ? (
        <span className="text-muted">
          {" "}
          Asked again at <Time at={store.askAfter} zone={zone} as="clock" />.
        </span>
      ) : null}
    </Note>
  );
}

const one = (value: string | string[] | undefined) => [value].flat()[0];
