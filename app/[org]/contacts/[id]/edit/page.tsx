import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { ActionForm, FormHidden } from "@/app/ui/form";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Submit } from "@/app/ui/submit";
import { nameOf } from "@/app/ui/words";
import { editableFields } from "@/lib/contacts/edits";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { editContactAction } from "../actions";
import { readContact } from "../contact";
import { AddressFields, PersonFields } from "./fields";
import { MergeOffer } from "./merge-offer";

type Props = { params: Promise<{ org: string; id: string }> };

export const metadata: Metadata = { title: "Edit a contact" };

export default async function EditPage({ params }: Props) {
  const { org, id } = await params;
  const here = `/${org}/contacts/${id}`;
  const { ctx } = await memberContext(org, `${here}/edit`);
  const { contact } = await readContact(ctx, id);
  if (!may(ctx, "contacts.edit")) notFound();
  const fields = await editableFields(ctx, { contact: id });
  return (
    <>
      <PageHead title={`Edit ${nameOf(contact)}`} />
      <PageBody narrow>
        <Card>
          <ActionForm action={editContactAction} org={org} hidden={{ contact: id }} aria-label="Contact">
            <FormHidden name="seen" value={JSON.stringify(fields)} />
            <MergeOffer href={`${here}/merge`} />
            <PersonFields fields={fields} />
            <AddressFields fields={fields} />
            <p className="text-muted">
              What you write stands over what the store tells, until the store tells something new of the same field. It
              is not sent to the store.
            </p>
            <div className="flex flex-wrap gap-2">
              <Submit pending="Saving…">Save</Submit>
              <LinkButton href={here}>Cancel</LinkButton>
            </div>
          </ActionForm>
        </Card>
      </PageBody>
    </>
  );
}
