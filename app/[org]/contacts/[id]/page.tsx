import type { Metadata } from "next";
import { Live } from "@/app/ui/live";
import { PageHead } from "@/app/ui/page-head";
import { nameOf } from "@/app/ui/words";
import { groups, mostPages } from "@/lib/timeline/read";
import { memberContext } from "@/lib/web/session";
import { About, Browsing, Elsewhere } from "./about";
import { Consent } from "./consent";
import { readContact } from "./contact";
import { ContactFigures } from "./contact-figures";
import { Meanwhile } from "./meanwhile";
import { Orders } from "./orders";
import { ProfileActions } from "./profile-actions";
import { Segments } from "./segments";
import { StoreGroups } from "./store-groups";
import { EditTagsAndLists } from "./tags-and-lists";
import { Timeline } from "./timeline";

type Props = {
  params: Promise<{ org: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/contacts/${id}`);
  return { title: nameOf((await readContact(ctx, id)).contact) };
}

export default async function ContactPage({ params, searchParams }: Props) {
  const { org, id } = await params;
  const [show, before, pages, meanwhile, why] = await one(searchParams, asked);
  const { ctx, organization } = await memberContext(org, `/${org}/contacts/${id}`);
  const { contact, version } = await readContact(ctx, id);
  const zone = organization.timeZone;
  const group = groups.find((known) => known === show);
  const name = nameOf(contact);
  return (
    <>
      <PageHead title={name} sub={name === contact.email ? contact.phone : (contact.email ?? contact.phone)}>
        <ProfileActions ctx={ctx} org={org} contact={contact} />
      </PageHead>
      <Meanwhile fields={meanwhile} />
      <div className="grid items-start gap-4 px-4 pb-6 md:px-6 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="grid min-w-0 gap-4">
          <ContactFigures contact={contact} zone={zone} />
          <Timeline
            {...{ ctx, org, contact: id, group, before, zone }}
            pages={Math.min(mostPages, Math.max(1, Number.parseInt(pages ?? "1", 10) || 1))}
            visits={contact.browsing.length > 0}
          />
        </div>
        <div className="grid min-w-0 gap-4">
          <Consent contact={contact} zone={zone} />
          <About contact={contact} zone={zone} />
          <EditTagsAndLists ctx={ctx} org={org} contact={id} zone={zone} />
          <Segments ctx={ctx} org={org} contact={id} name={name} why={why} />
          <StoreGroups ctx={ctx} contact={id} />
          <Orders contact={contact} zone={zone} org={org} />
          <Browsing contact={contact} zone={zone} />
          <Elsewhere contact={contact} org={org} />
        </div>
      </div>
      <Live url={`/${org}/contacts/${id}/pulse`} version={version} />
    </>
  );
}

const asked = ["show", "before", "pages", "meanwhile", "why"];

/** The first value of each name. */
async function one(params: Props["searchParams"], names: string[]) {
  const given = await params;
  return names.map((name) => [given[name]].flat()[0]);
}
