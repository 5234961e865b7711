import type { Metadata } from "next";
import { Live } from "@/app/ui/live";
import { PageHead } from "@/app/ui/page-head";
import { nameOf } from "@/app/ui/words";
import { groups } from "@/lib/timeline/read";
import { memberContext } from "@/lib/web/session";
import { About, Elsewhere, TagsAndLists } from "./about";
import { Consent } from "./consent";
import { readContact } from "./contact";
import { ContactFigures } from "./contact-figures";
import { Orders } from "./orders";
import { Timeline } from "./timeline";

type Props = {
  params: Promise<{ org: string; id: string }>;
  searchParams: Promise<{ show?: string; before?: string }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/contacts/${id}`);
  return { title: nameOf((await readContact(ctx, id)).contact) };
}

export default async function ContactPage({ params, searchParams }: Props) {
  const { org, id } = await params;
  const { show, before } = await searchParams;
  const { ctx, organization } = await memberContext(org, `/${org}/contacts/${id}`);
  const { contact, version } = await readContact(ctx, id);
  const zone = organization.timeZone;
  const group = groups.find((known) => known === show);
  const name = nameOf(contact);
  return (
    <>
      <PageHead title={name} sub={name === contact.email ? contact.phone : (contact.email ?? contact.phone)} />
      <div className="grid items-start gap-4 px-4 pb-6 md:px-6 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="grid min-w-0 gap-4">
          <ContactFigures contact={contact} zone={zone} />
          <Timeline ctx={ctx} org={org} contact={id} group={group} before={before} zone={zone} />
        </div>
        <div className="grid min-w-0 gap-4">
          <Consent contact={contact} zone={zone} />
          <Orders contact={contact} zone={zone} />
          <About contact={contact} zone={zone} />
          <TagsAndLists contact={contact} />
          <Elsewhere contact={contact} org={org} />
        </div>
      </div>
      <Live url={`/${org}/contacts/${id}/pulse`} version={version} />
    </>
  );
}
