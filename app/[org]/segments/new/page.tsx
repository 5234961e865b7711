import type { Metadata } from "next";
import { NotForRole } from "@/app/ui/not-for-role";
import { may } from "@/lib/permissions";
import { lookAt } from "@/lib/segments/look";
import { templates } from "@/lib/segments/templates";
import type { Ctx } from "@/lib/tenancy";
import { memberContext } from "@/lib/web/session";
import { beginning } from "../builder/begin";
import { Builder } from "../builder/builder";
import { Start } from "./start";

export const metadata: Metadata = { title: "New segment" };

type Query = { text?: string | string[]; template?: string | string[] };

/**
 * Begins with a choice; `?template=vip` with one of the templates, `?template=none` with nothing, `?text=…` with a
 * text.
 */
export default async function NewSegmentPage({
  params,
  searchParams,
}: {
  params: Promise<{ org: string }>;
  searchParams: Promise<Query>;
}) {
  const { org } = await params;
  const { ctx } = await memberContext(org, `/${org}/segments/new`);
  const { text, template } = await searchParams;
  if (!may(ctx, "contacts.edit"))
    return <NotForRole title="Segments are made by editors" back="To the segments" href={`/${org}/segments`} />;
  if (text === undefined && template === undefined) return <Start org={org} />;
  const [begun, rest] = await Promise.all([beginningWith(ctx, first(text), first(template)), beginning(ctx)]);
  return <Builder key={`${text} ${template}`} org={org} back={`/${org}/segments`} {...rest} {...begun} />;
}

async function beginningWith(ctx: Ctx, text: string | undefined, template: string | undefined) {
  const kept = { id: null, seen: null, name: "", description: "", state: "active" as const };
  const chosen = templates.find(({ key }) => key === template);
  if (text === "") return { kept, definition: null, labels: {}, text };
  if (text === undefined && !chosen) return { kept, definition: null, labels: {} };
  const look = await lookAt(ctx, text === undefined ? { definition: chosen!.definition } : { text, definition: null });
  const named = chosen ? { ...kept, name: chosen.name, description: chosen.about } : kept;
  const known = { kept: named, definition: look.definition, labels: look.labels, begun: true };
  return look.wrong ? { ...known, text } : known;
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
