import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { nameOf } from "@/app/ui/words";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { readContact } from "../contact";
import { Choose } from "./choose";
import { Preview } from "./preview";

type Props = {
  params: Promise<{ org: string; id: string }>;
  searchParams: Promise<{ q?: string | string[]; other?: string | string[] }>;
};

export const metadata: Metadata = { title: "Merge two contacts" };

export default async function MergePage({ params, searchParams }: Props) {
  const { org, id } = await params;
  const { q, other } = await searchParams;
  const { ctx } = await memberContext(org, `/${org}/contacts/${id}/merge`);
  const { contact } = await readContact(ctx, id);
  if (!may(ctx, "contacts.edit")) notFound();
  const props = { ctx, org, contact };
  return (
    <>
      <PageHead title={`Merge ${nameOf(contact)} with another contact`} />
      <PageBody>
        <p className="-mt-2 text-muted">
          For two contacts of {contact.storeName} that are one person. The older one stays; orders, tags, lists and
          history of both become one, and the stricter consent holds.
        </p>
        {one(other) ? <Preview {...props} other={one(other)!} /> : <Choose {...props} q={one(q) ?? ""} />}
      </PageBody>
    </>
  );
}

const one = (value: string | string[] | undefined) => [value].flat()[0];
