/** Why somebody is in the segment, or is not: asked by a member's row, or by a name. */
import Form from "next/form";
import Link from "next/link";
import { readContact } from "@/app/[org]/contacts/[id]/contact";
import { Button } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { Field } from "@/app/ui/field";
import { nameOf } from "@/app/ui/words";
import { listContacts } from "@/lib/contacts/directory";
import { readQuery } from "@/lib/contacts/directory/params";
import { reasonsFor } from "@/lib/segments/reasons";
import type { Whole } from "@/lib/segments/show";
import type { Ctx } from "@/lib/tenancy";
import { Verdicts } from "../verdicts";

type Props = { ctx: Ctx; org: string; segment: Whole; who: string; contact: string | null };

export async function Why({ ctx, org, segment, who, contact }: Props) {
  const here = `/${org}/segments/${segment.id}`;
  if (segment.words === null) return null;
  return (
    <Card title={<span id="why">Why is somebody in it, or not?</span>}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Form action={here} scroll={false} className="flex items-end gap-2">
          <div className="min-w-0 grow">
            <Field
              label="Name, email or phone"
              name="who"
              type="search"
              defaultValue={who}
              autoComplete="off"
              required
            />
          </div>
          <Button type="submit">Ask</Button>
        </Form>
        {contact ? <About ctx={ctx} org={org} segment={segment} contact={contact} /> : null}
        {!contact && who ? <Found ctx={ctx} here={here} who={who} /> : null}
      </div>
    </Card>
  );
}

async function About({ ctx, org, segment, contact }: Omit<Props, "who" | "contact"> & { contact: string }) {
  const { contact: person } = await readContact(ctx, contact);
  const reasons = await reasonsFor(ctx, { segment: segment.id, contact });
  return (
    <div className="border-t pt-4">
      <Link href={`/${org}/contacts/${contact}`} className="mb-2 block truncate font-medium hover:underline">
        {nameOf(person)}
      </Link>
      <Verdicts reasons={reasons} name={nameOf(person)} draft={segment.state !== "active"} />
    </div>
  );
}

const offered = 5;

async function Found({ ctx, here, who }: { ctx: Ctx; here: string; who: string }) {
  const { rows } = await listContacts(ctx, readQuery({ q: who }).query, offered);
  if (rows.length === 0) return <p className="text-muted">Nobody by that name.</p>;
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-1 border-t pt-4">
      {rows.map((row) => (
        <li key={row.id}>
          <Link href={`${here}?why=${row.id}#why`} scroll={false} className="block truncate hover:underline">
            <span className="font-medium">{nameOf(row)}</span>{" "}
            <span className="text-small text-muted">{row.storeName}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
