/** What the merge would give, beside what is there now. Nothing is written before the button. */
import Link from "next/link";
import type { ReactNode } from "react";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { ActionForm } from "@/app/ui/form";
import { Note } from "@/app/ui/note";
import { Submit } from "@/app/ui/submit";
import { Tags } from "@/app/ui/tag";
import { Money } from "@/app/ui/values";
import { consentWords, fullName, nameOf, tagsOf } from "@/app/ui/words";
import { nameIn } from "@/lib/contacts/codes";
import { MergeByHand, previewMerge } from "@/lib/contacts/merge-by-hand";
import { type Profile, showContact } from "@/lib/contacts/profile";
import { Failure } from "@/lib/errors";
import { formatNumber } from "@/lib/format";
import type { Ctx } from "@/lib/tenancy";
import { mergeByHandAction } from "../actions";

type Props = { ctx: Ctx; org: string; contact: Profile; other: string };

export async function Preview({ ctx, org, contact, other }: Props) {
  const back = `/${org}/contacts/${contact.id}/merge`;
  const seen = await preview(ctx, contact.id, other);
  if ("problem" in seen) {
    return (
      <Note tone="stop" action={<LinkButton href={back}>Choose another</LinkButton>}>
        {seen.problem}
      </Note>
    );
  }
  const { theirs, after } = seen;
  const [stays, ends] = after.id === contact.id ? [contact, theirs] : [theirs, contact];
  return (
    <Card title="What it gives" flush>
      <div className="overflow-x-auto in-card">
        <table className="records">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">Field</span>
              </th>
              <th scope="col">After the merge</th>
              {/* Links, so that what scrolls on a phone is reached by keys. */}
              <Half of={stays} org={org}>
                Stays
              </Half>
              <Half of={ends} org={org}>
                Ends
              </Half>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, cell]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="font-medium">{cell(after)}</td>
                <td>{cell(stays)}</td>
                <td>{cell(ends)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ActionForm
        action={mergeByHandAction}
        org={org}
        hidden={{ contact: contact.id, other }}
        className="grid gap-3 p-4"
      >
        <p className="text-muted">
          Their e-mail addresses and numbers all lead to {nameOf(after)} from then on, also when the store tells of them
          again. A merge cannot be undone.
        </p>
        <div className="flex flex-wrap gap-2">
          <Submit pending="Merging…">Merge the two</Submit>
          <LinkButton href={back}>Choose another</LinkButton>
        </div>
      </ActionForm>
    </Card>
  );
}

function Half({ of, org, children }: { of: Profile; org: string; children: string }) {
  return (
    <th scope="col">
      <Link href={`/${org}/contacts/${of.id}`} className="underline underline-offset-3" prefetch={false}>
        {children}
      </Link>
    </th>
  );
}

const rows: [string, (of: Profile) => ReactNode][] = [
  ["Email", (of) => of.email ?? "–"],
  ["Name", (of) => fullName(of) || "–"],
  ["Phone", (of) => of.phone ?? "–"],
  ["Birthday", (of) => of.birthday ?? "–"],
  ["Company", (of) => of.company ?? "–"],
  ["Address", (of) => [...of.address, of.country && nameIn("region", of.country)].filter(Boolean).join(", ") || "–"],
  ["Orders", (of) => formatNumber(of.orders)],
  ["Total spent", (of) => <Money amount={of.spent} currency={of.currency} />],
  ["Consent to email", (of) => consentWords[of.emailConsent]!.word],
  ["Consent to SMS", (of) => consentWords[of.smsConsent]!.word],
  ["Tags", (of) => (of.tags.length + of.specialTags.length > 0 ? <Tags tags={tagsOf(of)} /> : "–")],
  ["Lists", (of) => of.memberships.map(({ name }) => name).join(", ") || "–"],
  ["Disabled", (of) => (of.disabledAt ? "yes" : "no")],
];

async function preview(ctx: Ctx, contact: string, other: string) {
  const input = MergeByHand.safeParse({ contact, other });
  if (!input.success) return { problem: "The other contact does not exist, or not any more." };
  try {
    return { theirs: await showContact(ctx, { contact: other }), after: (await previewMerge(ctx, input.data)).after };
  } catch (error) {
    if (error instanceof Failure) return { problem: error.message };
    throw error;
  }
}
