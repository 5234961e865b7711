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
  return (
    <tr className="border-t *:px-3 *:py-2.5 *:align-top *:break-words first:border-t-0 hover:bg-hover max-md:grid max-md:py-2 max-md:*:py-0.5 md:first:border-t">
      <td className="whitespace-nowrap">
        <Time at={line.at} zone={zone} />
      </td>
      <td>{line.actor}</td>
      <td className="whitespace-nowrap">{line.verb.replaceAll(/[.-]/g, " ")}</td>
      <td>
        <Subject org={org} line={line} />
      </td>
      <td className="text-muted">{changeOf(line.detail)}</td>
    </tr>
  );
}

const id = /\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Names instead of ids; what is gone is only told of what kind it was. */
function Subject({ org, line: { subject, contact } }: { org: string; line: TrailLine }) {
  const kind = subject.replace(id, "").trim();
  const upload = kind === "import" ? subject.match(id)?.[1] : undefined;
  if (!contact && !upload) return kind;
  return (
    <Link
      href={contact ? `/${org}/contacts/${contact.publicId}` : `/${org}/uploads/${upload}`}
      className="underline underline-offset-3"
    >
      {contact ? <bdi>{nameOf(contact)}</bdi> : kind}
    </Link>
  );
}

/** "role: editor → admin" from a detail of the form {before, after}; the rest as names and values. */
function changeOf(detail: unknown): string {
  const { before, after, ...rest } = asObject(detail);
  const [was, is] = [asObject(before), asObject(after)];
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].map((key) => {
    const sides = [was[key], is[key]].filter((side) => side !== undefined).map(shown);
    return `${worded(key)}: ${sides.join(" → ")}`;
  });
  const told = Object.entries(rest).filter(([, value]) => typeof value !== "string" || !id.test(value));
  return [...changed, ...told.map(([key, value]) => `${worded(key)}: ${shown(value)}`)].join(", ");
}

/** "time zone" from "timeZone". */
const worded = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const asObject = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? { ...value } : {};

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(shown).join(", ") : JSON.stringify(value);
}
