/** What one can do with a contact. Only what the member's role allows is shown. */
import { Ellipsis } from "lucide-react";
import { ActionButton } from "@/app/ui/action-button";
import { buttonClass, LinkButton } from "@/app/ui/button";
import { Disclosure } from "@/app/ui/disclosure";
import { nameOf } from "@/app/ui/words";
import type { Profile } from "@/lib/contacts/profile";
import { may } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";
import { disableContactAction } from "../row/actions";
import { DeleteContact } from "./delete";

type Props = { ctx: Ctx; org: string; contact: Profile };

export function ProfileActions({ ctx, org, contact }: Props) {
  const here = `/${org}/contacts/${contact.id}`;
  const more = may(ctx, "contacts.edit") || may(ctx, "contacts.export");
  return (
    <>
      <LinkButton href={`${here}/subscriptions`}>Subscriptions</LinkButton>
      {may(ctx, "contacts.edit") ? (
        <LinkButton href={`${here}/edit`} look="go">
          Edit
        </LinkButton>
      ) : null}
      {more ? (
        <Disclosure end label="More" className={buttonClass("plain", "px-2")} summary={<Ellipsis aria-hidden />}>
          <More ctx={ctx} org={org} contact={contact} here={here} />
        </Disclosure>
      ) : null}
    </>
  );
}

function More({ ctx, org, contact, here }: Props & { here: string }) {
  const disabled = contact.disabledAt !== null;
  const item = "justify-start";
  return (
    <div className="grid gap-1 [&_button]:w-full [&_button]:justify-start">
      {may(ctx, "contacts.edit") ? (
        <>
          <LinkButton href={`${here}/merge`} look="bare" className={item}>
            Merge with another contact
          </LinkButton>
          <ActionButton
            action={disableContactAction}
            org={org}
            hidden={{ contact: contact.id, disabled: String(!disabled) }}
            look="bare"
            pending={disabled ? "Enabling…" : "Disabling…"}
          >
            {disabled ? "Enable" : "Disable"}
          </ActionButton>
        </>
      ) : null}
      {may(ctx, "contacts.export") ? (
        <>
          <a href={`${here}/export`} download className={buttonClass("bare", item)}>
            Export everything held (JSON)
          </a>
          <a href={`${here}/export?as=page`} download className={buttonClass("bare", item)}>
            Export to read (HTML)
          </a>
        </>
      ) : null}
      {may(ctx, "contacts.edit") ? <DeleteContact org={org} contact={contact.id} name={nameOf(contact)} /> : null}
      {may(ctx, "contacts.erase") ? (
        <LinkButton href={`${here}/erase`} look="bare" className={`${item} text-stop hover:text-stop`}>
          Erase for good…
        </LinkButton>
      ) : null}
    </div>
  );
}
