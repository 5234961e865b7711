import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { ActionForm, FormField } from "@/app/ui/form";
import { Note } from "@/app/ui/note";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Submit } from "@/app/ui/submit";
import { nameOf } from "@/app/ui/words";
import { type Erasure, previewErasure } from "@/lib/contacts/erase";
import { plural } from "@/lib/format";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { eraseContactAction } from "../actions";
import { readContact } from "../contact";

type Props = { params: Promise<{ org: string; id: string }> };

export const metadata: Metadata = { title: "Erase a person" };

export default async function ErasePage({ params }: Props) {
  const { org, id } = await params;
  const here = `/${org}/contacts/${id}`;
  const { ctx } = await memberContext(org, `${here}/erase`);
  const { contact } = await readContact(ctx, id);
  if (!may(ctx, "contacts.erase")) notFound();
  const erasure = await previewErasure(ctx, { contact: id });
  const name = nameOf(contact);
  return (
    <>
      <PageHead title={`Erase ${name}`} />
      <PageBody narrow>
        <Note tone="stop">This cannot be undone. To only hide somebody, delete them instead.</Note>
        <Card title="What goes">
          <Gone erasure={erasure} />
        </Card>
        <Card title="What stays">
          <ul className="grid list-disc gap-1 pl-5">
            <li>{plural(erasure.orders, "order")}, as figures of the store without a name.</li>
            <li>
              A mark of the address, which cannot be read off it: nothing is ever sent to it, and no store, file or
              program brings this person back. Only they themselves can, by signing up and confirming by mail.
            </li>
            <li>Files you exported before, and the store’s own records: erase those there.</li>
          </ul>
        </Card>
        <Card>
          <ActionForm action={eraseContactAction} org={org} hidden={{ contact: id }} aria-label="Erase">
            <FormField
              label={`Type ${erasure.address} to confirm`}
              name="typed"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
            />
            <div className="flex flex-wrap gap-2">
              <Submit look="stop" pending="Erasing…" className="min-w-0">
                <span className="truncate">Erase {name} for good</span>
              </Submit>
              <LinkButton href={here}>Cancel</LinkButton>
            </div>
          </ActionForm>
        </Card>
      </PageBody>
    </>
  );
}

function Gone({ erasure }: { erasure: Erasure }) {
  const { stores, events, evidence, deliveries, signups } = erasure;
  const records = [
    events > 0 && `${plural(events, "line")} of the timeline`,
    evidence > 0 && `${plural(evidence, "piece")} of consent evidence`,
    signups > 0 && plural(signups, "form sign-up"),
    deliveries > 0 && `What ${plural(deliveries, "webhook")} said of them`,
  ].filter((text) => text !== false);
  return (
    <ul className="grid list-disc gap-1 pl-5">
      <li>
        Name, addresses, birthday, consent, tags and lists, in{" "}
        {stores.length === 1 ? "the store" : "every store that knows this e-mail address:"} {stores.join(", ")}.
      </li>
      {records.map((text) => (
        <li key={text}>{text}.</li>
      ))}
      <li>Names and addresses on their orders, accounts and checkouts.</li>
    </ul>
  );
}
