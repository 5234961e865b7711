/** Whom to merge with: who looks like the same person, and a search in the store's contacts. */
import Link from "next/link";
import { Card, Line } from "@/app/ui/card";
import { Field } from "@/app/ui/field";
import { Submit } from "@/app/ui/submit";
import { fullName, nameOf } from "@/app/ui/words";
import { listContacts } from "@/lib/contacts/directory";
import { everything } from "@/lib/contacts/directory/params";
import { findDuplicates } from "@/lib/contacts/duplicates";
import type { Profile } from "@/lib/contacts/profile";
import { plural } from "@/lib/format";
import type { Ctx } from "@/lib/tenancy";

type Props = { ctx: Ctx; org: string; contact: Profile; q: string };

export async function Choose({ ctx, org, contact, q }: Props) {
  const here = `/${org}/contacts/${contact.id}/merge`;
  const alike = await findDuplicates(ctx, { contact: contact.id });
  const sought = q.trim().slice(0, 100).replaceAll("\0", "");
  const found = sought ? await search(ctx, contact, sought) : [];
  return (
    <>
      {alike.length > 0 ? (
        <Card title="Possible duplicates">
          <ul>
            {alike.map((one) => (
              <Line key={one.id} end={one.why}>
                <Candidate href={`${here}?other=${one.id}`} name={one.name} address={one.email ?? one.phone} />
              </Line>
            ))}
          </ul>
        </Card>
      ) : null}
      <Card title="Find the other contact">
        <form
          action={here}
          aria-label="Find the other contact"
          className="grid max-w-xl grid-cols-[1fr_auto] items-end gap-2"
        >
          <Field
            label="Name, e-mail address or phone"
            name="q"
            type="search"
            defaultValue={sought}
            autoComplete="off"
          />
          <Submit look="plain" pending="Searching…" className="h-[2.125rem]">
            Search
          </Submit>
        </form>
        {sought ? (
          <ul className="mt-4" aria-label="Found">
            {found.map((row) => (
              <Line key={row.id} end={plural(row.orders, "order")}>
                <Candidate href={`${here}?other=${row.id}`} name={fullName(row)} address={row.email ?? row.phone} />
              </Line>
            ))}
            {found.length === 0 ? <li className="text-muted">No other contact of this store matches.</li> : null}
          </ul>
        ) : null}
      </Card>
    </>
  );
}

async function search(ctx: Ctx, contact: Profile, q: string) {
  const { rows } = await listContacts(ctx, { ...everything, q, stores: [contact.storeId] }, 20);
  return rows.filter(({ id }) => id !== contact.id);
}

function Candidate({ href, name, address }: { href: string; name: string; address: string | null }) {
  return (
    <>
      <Link href={href} className="font-medium hover:underline" prefetch={false}>
        {name || nameOf({ firstName: "", lastName: "", email: address, phone: null })}
      </Link>
      {name && address ? <div className="[overflow-wrap:anywhere] text-muted">{address}</div> : null}
    </>
  );
}
