import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { LinkButton } from "@/app/ui/button";
import { PageBody } from "@/app/ui/page-head";
import { Time } from "@/app/ui/values";
import { readTrail, type TrailLine, TrailPage } from "@/lib/organizations";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { SettingsHead } from "../tabs";

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

function Row({ org, line, zone }: { org: string; line: TrailLine; zone: string }) {
  const contact = line.subject.match(/^contact ([0-9a-f-]{36})$/)?.[1];
  return (
    <tr className="border-t *:px-3 *:py-2.5 *:align-top *:break-words first:border-t-0 hover:bg-hover max-md:grid max-md:py-2 max-md:*:py-0.5 md:first:border-t">
      <td className="whitespace-nowrap">
        <Time at={line.at} zone={zone} />
      </td>
      <td>{line.actor}</td>
      <td className="whitespace-nowrap">{line.verb.replaceAll(/[.-]/g, " ")}</td>
      <td>
        {contact ? (
          <Link href={`/${org}/contacts/${contact}`} className="underline underline-offset-3">
            {line.subject}
          </Link>
        ) : (
          line.subject
        )}
      </td>
      <td className="text-muted">{changeOf(line.detail)}</td>
    </tr>
  );
}

/** "role: editor → admin" from a detail of the form {before, after}; the rest as names and values. */
function changeOf(detail: unknown): string {
  const { before, after, ...rest } = asObject(detail);
  const [was, is] = [asObject(before), asObject(after)];
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].map((key) => {
    const sides = [was[key], is[key]].filter((side) => side !== undefined).map(shown);
    return `${key}: ${sides.join(" → ")}`;
  });
  return [...changed, ...Object.entries(rest).map(([key, value]) => `${key}: ${shown(value)}`)].join(", ");
}

const asObject = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? { ...value } : {};

const shown = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
