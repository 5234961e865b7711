import Link from "next/link";
import { Card, Fact, Facts, Line } from "@/app/ui/card";
import { Status } from "@/app/ui/status";
import { Tags } from "@/app/ui/tag";
import { Time } from "@/app/ui/values";
import { originOf, platformName, tagsOf } from "@/app/ui/words";
import { nameIn } from "@/lib/contacts/codes";
import type { Profile } from "@/lib/contacts/profile";
import { formatDate, formatMoney, plural } from "@/lib/format";

/** Only what is known: an empty line tells nothing. */
export function About({ contact, zone }: { contact: Profile; zone: string }) {
  return (
    <Card title="About">
      <Facts>
        {contact.birthday ? <Fact name="Birthday">{formatDate(contact.birthday)}</Fact> : null}
        {contact.gender ? <Fact name="Gender">{contact.gender}</Fact> : null}
        {contact.phone ? <Fact name="Phone">{contact.phone}</Fact> : null}
        {contact.language ? <Fact name="Language">{nameIn("language", contact.language)}</Fact> : null}
        {contact.company ? <Fact name="Company">{contact.company}</Fact> : null}
        {contact.address.length > 0 || contact.country ? (
          <Fact name="Address">
            <AddressLines contact={contact} />
          </Fact>
        ) : null}
        {contact.values.map(({ name, type, value }) => (
          <Fact key={name} name={name}>
            {type === "date" ? formatDate(value) : type === "boolean" ? (value === "true" ? "Yes" : "No") : value}
          </Fact>
        ))}
        <Fact name="Activity">
          <Status tone={contact.active ? "ok" : "hollow"}>{contact.active ? "Active" : "Inactive"}</Status>
        </Fact>
        <Fact name="Imported from">
          {contact.importFile ? `${contact.importFile} · ${contact.storeName}` : originOf(contact)}
        </Fact>
        <Fact name="Known since">
          <Time at={contact.bornAt} zone={zone} as="day" />
        </Fact>
      </Facts>
    </Card>
  );
}

/** Tags and lists to look at; the profile's own page changes them: tags-and-lists.tsx. */
export function TagsAndLists({ contact }: { contact: Profile }) {
  const { tags, specialTags, memberships } = contact;
  if (tags.length + specialTags.length + memberships.length === 0) return null;
  return (
    <Card title="Tags and lists">
      <Tags tags={tagsOf(contact)} />
      {memberships.length > 0 ? <p className="mt-2">{memberships.map(({ name }) => name).join(", ")}</p> : null}
    </Card>
  );
}

/** The last things the person looked at in the storefront, where it tells us. */
export function Browsing({ contact, zone }: { contact: Profile; zone: string }) {
  if (contact.browsing.length === 0) return null;
  return (
    <Card title="Browsing">
      <ul>
        {contact.browsing.map((seen) => (
          <Line key={`${seen.kind} ${seen.what}`} end={<Time at={seen.at} zone={zone} as="short" />}>
            <span className="break-words">{seen.what || "Visited the store"}</span>
          </Line>
        ))}
      </ul>
    </Card>
  );
}

/** The same address or number in the organization's other stores. */
export function Elsewhere({ contact, org }: { contact: Profile; org: string }) {
  if (contact.elsewhere.length === 0) return null;
  return (
    <Card title="The same person elsewhere">
      <ul>
        {contact.elsewhere.map((one) => (
          <Line key={one.id} end={`${plural(one.orders, "order")}, ${formatMoney(one.spent, one.currency)}`}>
            <Link href={`/${org}/contacts/${one.id}`} className="hover:underline">
              {platformName(one.platform)} · {one.storeName}
            </Link>
            {one.same === "phone" ? <span className="text-small text-muted"> by phone number</span> : null}
          </Line>
        ))}
      </ul>
    </Card>
  );
}

function AddressLines({ contact }: { contact: Profile }) {
  const country = contact.country ? nameIn("region", contact.country) : null;
  return [...contact.address, ...(country ? [country] : [])].map((line) => <div key={line}>{line}</div>);
}
