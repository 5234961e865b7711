/** The profile beside the list. */
import { ChevronDown, ChevronUp, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { LinkButton } from "@/app/ui/button";
import { Live } from "@/app/ui/live";
import { Status } from "@/app/ui/status";
import { channelWords, consentWords, nameOf, originOf, shortNameOf } from "@/app/ui/words";
import type { Row } from "@/lib/contacts/directory";
import { contactVersion, type Profile, showContact } from "@/lib/contacts/profile";
import { Failure } from "@/lib/errors";
import type { Ctx } from "@/lib/tenancy";
import { About, Browsing, Elsewhere, TagsAndLists } from "../[id]/about";
import { Consent } from "../[id]/consent";
import { ContactFigures } from "../[id]/contact-figures";
import { Orders } from "../[id]/orders";
import { Timeline } from "../[id]/timeline";
import { MenuButton } from "../row/row-end";
import { LeaveLink } from "./leave";
import { openAt } from "./place";
import { SidePanel } from "./side-panel";

type Props = { ctx: Ctx; org: string; zone: string; contact: string; list: string; rows: Row[] };

/** `rows` is the page of the list it stands beside; `list` that page's address. */
export function Panel({ ctx, org, zone, contact, list, rows }: Props) {
  const at = rows.findIndex((row) => row.id === contact);
  const beside = (row: Row | undefined) => (at >= 0 && row ? openAt(list, { panel: row.id }) : null);
  const [next, previous] = [beside(rows[at + 1]), beside(rows[at - 1])];
  const row = rows[at];
  const steps = { next, previous, menu: row ? <MenuButton id={row.id} name={shortNameOf(row)} /> : null };
  return (
    <SidePanel contact={contact} label={row ? shortNameOf(row) : "Contact"} list={list} next={next} previous={previous}>
      <Inside key={contact} ctx={ctx} org={org} zone={zone} contact={contact} list={list} {...steps} />
    </SidePanel>
  );
}

/** `menu` is the button of the row's menu, while the contact is on this page of the list. */
type Steps = { next: string | null; previous: string | null; menu: ReactNode };

async function Inside({ ctx, org, zone, contact: id, list, ...steps }: Omit<Props, "rows"> & Steps) {
  const read = await readOrNothing(ctx, id);
  if (!read) {
    return (
      <Head title="Contact" list={list}>
        <p>This contact does not exist, or not any more.</p>
      </Head>
    );
  }
  const { contact, version } = read;
  return (
    <>
      <Head title={nameOf(contact)} list={list} profile={`/${org}/contacts/${id}`} {...steps}>
        <p className="truncate text-muted">{[contact.email ?? contact.phone, originOf(contact)].join(" · ")}</p>
        <Standings contact={contact} />
      </Head>
      <div className="grid gap-4 px-5 py-4">
        <ContactFigures contact={contact} zone={zone} />
        <Consent contact={contact} zone={zone} />
        <TagsAndLists contact={contact} />
        <Timeline ctx={ctx} org={org} contact={id} zone={zone} brief />
        <Orders contact={contact} zone={zone} />
        <About contact={contact} zone={zone} />
        <Browsing contact={contact} zone={zone} />
        <Elsewhere contact={contact} org={org} />
      </div>
      <Live url={`/${org}/contacts/${id}/pulse`} version={version} />
    </>
  );
}

type HeadProps = { title: string; list: string; profile?: string; children?: ReactNode } & Partial<Steps>;

function Head({ title, list, profile, next, previous, menu, children }: HeadProps) {
  return (
    <header className="sticky top-0 z-10 grid gap-1 border-b bg-raised px-5 pt-3.5 pb-3">
      <div className="flex items-center gap-1">
        <h2 className="mr-auto min-w-0 truncate text-title leading-8 font-semibold">{title}</h2>
        <Step href={previous} label="Previous contact (k)">
          <ChevronUp aria-hidden />
        </Step>
        <Step href={next} label="Next contact (j)">
          <ChevronDown aria-hidden />
        </Step>
        {menu}
        {profile ? (
          <LinkButton href={profile} prefetch={false} className="ml-1">
            Open
          </LinkButton>
        ) : null}
        <LeaveLink href={list} aria-label="Close" title="Close (Esc)" className={icon}>
          <X aria-hidden />
        </LeaveLink>
      </div>
      {children}
    </header>
  );
}

const icon = "grid size-8 shrink-0 place-items-center rounded text-muted hover:bg-hover hover:text-ink [&_svg]:size-4";

/**
 * A link that stays on the list. It takes the place of the page before it: Back closes the panel, however far one went.
 */
function Step({ href, label, children }: { href?: string | null; label: string; children: ReactNode }) {
  if (!href) return null;
  return (
    <Link href={href} replace scroll={false} prefetch={false} aria-label={label} title={label} className={icon}>
      {children}
    </Link>
  );
}

function Standings({ contact }: { contact: Profile }) {
  const channels = (["email", "sms", "push"] as const).filter(
    (channel) => contact[`${channel}Consent`] !== "never" || (channel === "email" ? contact.email : false),
  );
  return (
    <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
      {channels.map((channel) => {
        const state = contact[`${channel}Consent`];
        return (
          <Status key={channel} tone={consentWords[state]!.tone}>
            {channelWords[channel]} {state}
          </Status>
        );
      })}
      <Status tone={contact.active ? "ok" : "hollow"}>{contact.active ? "Active" : "Inactive"}</Status>
    </p>
  );
}

/** The version first: a change in between is seen at the next look. */
async function readOrNothing(ctx: Ctx, contact: string) {
  try {
    const version = await contactVersion(ctx, { contact });
    return { version, contact: await showContact(ctx, { contact }) };
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") return null;
    throw error;
  }
}
