/** How a new segment may begin: with what merchants ask for first, with nothing, or with a text. */
import { Plus } from "lucide-react";
import Link from "next/link";
import { LinkButton } from "@/app/ui/button";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { templates } from "@/lib/segments/templates";

export function Start({ org }: { org: string }) {
  const at = (query: string) => `/${org}/segments/new?${query}`;
  return (
    <>
      <PageHead title="New segment">
        <LinkButton href={at("text=")}>Write it as text</LinkButton>
        <LinkButton href={at("template=none")} look="go">
          <Plus aria-hidden />
          Start with nothing
        </LinkButton>
      </PageHead>
      <PageBody>
        <p className="max-w-2xl text-muted">
          A segment is a condition that is kept true: who begins to meet it enters, who does not any more leaves. Begin
          with one of these, everything in it can be changed.
        </p>
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(260px,100%),1fr))] gap-3">
          {templates.map(({ key, name, about }) => (
            <li key={key}>
              <Link
                href={at(`template=${key}`)}
                className="block h-full rounded-lg border bg-raised p-4 hover:border-line-strong hover:bg-hover"
              >
                <span className="block font-medium">{name}</span>
                <span className="mt-1 block text-muted">{about}</span>
              </Link>
            </li>
          ))}
        </ul>
      </PageBody>
    </>
  );
}
