import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { LinkButton } from "@/app/ui/button";
import { ActionForm } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { platformName } from "@/app/ui/words";
import { installPlaces, installsFrom, storeOnTicket, ticketFor } from "@/lib/stores/install";
import { requireUser } from "@/lib/web/session";
import { install } from "./actions";

export const metadata: Metadata = { title: "Connect your store", referrer: "same-origin" };

type Props = {
  params: Promise<{ platform: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/**
 * Where the platform's admin opens the app: to the store when it is connected, else to the choice of an organization.
 */
export default async function InstallPage({ params, searchParams }: Props) {
  const platform = installsFrom((await params).platform) ?? notFound();
  const query = queryOf(await searchParams);
  const given = query.get("ticket");
  const ticket = given ?? ticketFor(platform, query);
  const url = ticket && storeOnTicket(platform, ticket);
  if (!ticket || !url) return <Refused platform={platformName(platform)} />;
  const here = `/install/${platform}?ticket=${encodeURIComponent(ticket)}`;
  if (!given) redirect(here);
  const places = await installPlaces(await requireUser(here), platform, url);
  const known = places.find(({ store }) => store);
  if (known) redirect(`/${known.slug}/stores/${known.store}`);
  if (places.length === 0) return <NoPlace here={here} />;
  return (
    <>
      <h1>Connect {new URL(url).host}</h1>
      <p className="text-muted">
        Choose the organization that the store belongs to. {platformName(platform)} then asks you to approve; nothing is
        read before that.
      </p>
      {places.map(({ slug, name }) => (
        <ActionForm key={slug} action={install} org={slug} hidden={{ platform, ticket }} aria-label={name}>
          <Submit pending={`Opening ${platformName(platform)}…`}>Connect to {name}</Submit>
        </ActionForm>
      ))}
    </>
  );
}

function queryOf(parameters: Record<string, string | string[] | undefined>): URLSearchParams {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => [name, one] as [string, string]),
  );
  return new URLSearchParams(pairs);
}

function Refused({ platform }: { platform: string }) {
  return (
    <>
      <h1>Open the app once more</h1>
      <p className="text-muted">
        {platform} did not send you here just now, or not for the app that this Clientele knows. Open the app from your
        store’s admin, or connect the store from within Clientele.
      </p>
      <LinkButton href="/">Go to Clientele</LinkButton>
    </>
  );
}

function NoPlace({ here }: { here: string }) {
  return (
    <>
      <h1>Which organization?</h1>
      <p className="text-muted">You are in no organization to which you may connect a store. Make one for it.</p>
      <LinkButton look="go" href={`/new?next=${encodeURIComponent(here)}`}>
        New organization
      </LinkButton>
    </>
  );
}
