/**
 * Segments as the API shows them. A key for one store sees every condition, but only its own store's people and no
 * sizes.
 */
import { z } from "zod";
import { invalid, notFound } from "@/lib/errors";
import { inOneLine } from "@/lib/one-line";
import { permit } from "@/lib/permissions";
import { listMembers, previewSegment } from "@/lib/segments/members";
import { SaveSegment, saveSegment } from "@/lib/segments/save";
import {
  activateSegment,
  archiveSegment,
  CreateSegment,
  createSegment,
  type OneSegment,
} from "@/lib/segments/segments";
import { type Read, readSegments, type Shown } from "@/lib/segments/show";
import { boundTo, type Ctx, transact } from "@/lib/tenancy";
import { type ContactView, contactsByPublicId } from "./contacts/read";
import { At, Id, Paging } from "./schemas";

const Definition = z.record(z.string(), z.unknown()).meta({
  description:
    "`include`, and perhaps `exclude`: each a condition `{field, operator, value}` or `{all: […]}`, `{any: […]}`, `{not: …}`.",
});

export const Segment = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    state: z.enum(["draft", "active", "archived"]),
    definition: Definition,
    size: z.int().nullable().meta({ description: "Null for a key that is bound to one store." }),
    ready: z
      .boolean()
      .meta({ description: "False while its members are not yet those of the condition as it stands." }),
    refreshedAt: At,
    createdAt: At,
    editedAt: At,
  })
  .meta({ id: "Segment" });

export type SegmentView = z.output<typeof Segment>;

const Pages = { limit: Paging.limit, cursor: Id.optional().meta({ description: "The `next` of the page before." }) };

export const ListSegments = z.strictObject({ ...Pages, state: Segment.shape.state.optional() });
export const AddSegment = z.strictObject({ ...CreateSegment.shape, definition: Definition });
export const AlterSegment = z.strictObject({
  name: SaveSegment.shape.name.optional(),
  description: z.string().max(200).transform(inOneLine).optional(),
  definition: Definition.optional(),
});
export const ListSegmentMembers = z.strictObject(Pages);
export const PreviewDefinition = z.strictObject({ definition: Definition });

const astray = "This cursor is not one of this list. Begin anew, without it.";

/** By name. `cursor` is the id of the last one before. @throws Failure invalid (a cursor of no segment) */
export async function allSegments(
  ctx: Ctx,
  input: z.output<typeof ListSegments>,
): Promise<{ items: SegmentView[]; next: string | null }> {
  permit(ctx, "contacts.read");
  const rows = (await transact(ctx, (ctx) => readSegments(ctx))).filter(
    ({ state }) => input.state === undefined || state === input.state,
  );
  const before = input.cursor === undefined ? 0 : rows.findIndex(({ id }) => id === input.cursor) + 1;
  if (input.cursor !== undefined && before === 0) throw invalid(astray, { cursor: astray });
  const page = rows.slice(before, before + input.limit);
  const more = before + input.limit < rows.length;
  return { items: page.map((row) => viewOf(ctx, row)), next: more ? page.at(-1)!.id : null };
}

/** @throws Failure not-found */
export async function getSegment(ctx: Ctx, input: z.output<typeof OneSegment>): Promise<SegmentView> {
  permit(ctx, "contacts.read");
  return viewOf(ctx, await one(ctx, input.segment));
}

/** @throws Failure invalid (the definition; at `name` when it is taken), conflict where there are too many */
export async function addSegment(ctx: Ctx, input: z.output<typeof AddSegment>): Promise<SegmentView> {
  permit(ctx, "contacts.edit");
  return changed(ctx, (await createSegment(ctx, input)).segment);
}

/**
 * What is absent stays. @throws Failure not-found, invalid, conflict (a circle, or somebody saved at the same moment)
 */
export async function alterSegment(
  ctx: Ctx,
  { segment, ...changes }: z.output<typeof OneSegment> & z.output<typeof AlterSegment>,
): Promise<SegmentView> {
  permit(ctx, "contacts.edit");
  const { name, description, definition, state, editedAt } = await one(ctx, segment);
  const seen = editedAt.toISOString();
  await saveSegment(ctx, { segment, name, description, definition, state, ...told(changes), seen });
  return changed(ctx, segment);
}

export async function activateOne(ctx: Ctx, input: z.output<typeof OneSegment>): Promise<SegmentView> {
  permit(ctx, "contacts.edit");
  await activateSegment(ctx, input);
  return changed(ctx, input.segment);
}

export async function archiveOne(ctx: Ctx, input: z.output<typeof OneSegment>): Promise<SegmentView> {
  permit(ctx, "contacts.edit");
  await archiveSegment(ctx, input);
  return changed(ctx, input.segment);
}

/**
 * Members as they are kept, the newest contact first; of a key bound to one store, those there. @throws Failure
 * not-found
 */
export async function pageMembers(
  ctx: Ctx,
  { segment, limit, cursor }: z.output<typeof OneSegment> & z.output<typeof ListSegmentMembers>,
): Promise<{ items: ContactView[]; next: string | null }> {
  permit(ctx, "contacts.read");
  const { people, next } = await listMembers(ctx, { segment, after: cursor, size: limit });
  const ids = people.map(({ id }) => id);
  return { items: await transact(ctx, (ctx) => contactsByPublicId(ctx, ids)), next };
}

/** `count` is null where counting takes longer than 20 seconds. @throws Failure invalid */
export async function previewOne(
  ctx: Ctx,
  input: z.output<typeof PreviewDefinition>,
): Promise<{ count: number | null; sample: ContactView[] }> {
  permit(ctx, "contacts.read");
  const { n, people } = await previewSegment(ctx, input);
  const ids = people.map(({ id }) => id);
  return { count: n, sample: await transact(ctx, (ctx) => contactsByPublicId(ctx, ids)) };
}

/** What was not said is no wish to empty it. */
const told = <T extends object>(changes: T) =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;

/** The answer to who changed it, who need not be let to read contacts. */
const changed = async (ctx: Ctx, segment: string) => viewOf(ctx, await one(ctx, segment));

async function one(ctx: Ctx, segment: string): Promise<Read> {
  const [row] = await transact(ctx, (ctx) => readSegments(ctx, segment));
  if (!row) throw notFound("segment");
  return row;
}

function viewOf(ctx: Ctx, { definition, ...row }: Shown & { definition: unknown }): SegmentView {
  const { id, name, description, state, ready, size } = row;
  const at = (moment: Date | null) => moment?.toISOString() ?? null;
  return {
    ...{ id, name, description, state, ready, definition: Definition.parse(definition) },
    size: boundTo(ctx) === null ? size : null,
    refreshedAt: at(row.refreshedAt),
    createdAt: at(row.createdAt),
    editedAt: at(row.editedAt),
  };
}
