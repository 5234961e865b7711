import { clsx } from "clsx";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { LinkButton } from "@/app/ui/button";
import { PageBody } from "@/app/ui/page-head";
import { Time } from "@/app/ui/values";
import { nameOf } from "@/app/ui/words";
import { readTrail, type TrailLine, TrailPage } from "@/lib/organizations";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { SettingsHead } from "../tabs";
import { changeOf, doneWords, importIn, subjectWords } from "./words";

export const metadata: Metadata = { title: "Audit trail" };

type Props = { params: Promise<{ org: string }>; searchParams: Promise<{ cursor?: string }> };

export default async function TrailSettingsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/settings/trail`);
  const page = TrailPage.safeParse(await searchParams);
  if (!may(ctx, "audit.read") || !page.success) notFound();
  const { lines, next } = await readTrail(ctx, page.data);
  return (
    <>
      <SettingsHead org={org} here="trail" trail />
      <PageBody>
        <div className="rounded-lg border bg-raised">
          <table className="w-full text-left">
            <thead className="text-small text-muted max-md:sr-only">
              <tr className="*:px-3 *:py-2 *:font-medium">
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">To what</th>
                <th scope="col">Change</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Row key={line.id} org={org} line={line} zone={organization.timeZone} />
              ))}
            </tbody>
          </table>
        </div>
        {next ? (
          <div>
            <LinkButton href={`/${org}/settings/trail?cursor=${next}`}>Earlier</LinkButton>
          </div>
        ) : null}
      </PageBody>
    </>
  );
}

const row = "border-t *:px-3 *:py-2.5 *:align-top *:break-words first:border-t-0 hover:bg-hover md:first:border-t";
const rowOnPhone = "max-md:grid max-md:grid-cols-[minmax(0,1fr)_minmax(0,auto)] max-md:py-2 max-md:*:py-0.5";

/** On a phone two lines: what to what, who and when; beneath them what changed. */
function Row({ org, line, zone }: { org: string; line: TrailLine; zone: string }) {
  return (
    <tr className={clsx(row, rowOnPhone)}>
      <td className="whitespace-nowrap max-md:order-2 max-md:text-right max-md:text-small max-md:text-muted">
        <Time at={line.at} zone={zone} />
      </td>
      <td className="max-md:order-4 max-md:text-right max-md:text-small max-md:text-muted">
        <bdi>{line.actor}</bdi>
      </td>
      <td className="font-medium md:whitespace-nowrap max-md:order-1">{doneWords(line.verb)}</td>
      <td className="max-md:order-3">
        <Subject org={org} line={line} />
      </td>
      <td className="text-muted max-md:order-5 max-md:col-span-2 max-md:empty:hidden">{changeOf(line.detail)}</td>
    </tr>
  );
}

function Subject({ org, line: { verb, subject, contact } }: { org: string; line: TrailLine }) {
  const upload = importIn(subject);
  if (!contact && !upload) return <bdi>{subjectWords(verb, subject)}</bdi>;
  return (
    <Link
      href={contact ? `/${org}/contacts/${contact.publicId}` : `/${org}/uploads/${upload}`}
      className="underline underline-offset-3"
    >
      {contact ? <bdi>{nameOf(contact)}</bdi> : subjectWords(verb, subject)}
    </Link>
  );
}
