/** Tagging a whole organization beside one bare INSERT … SELECT of the same rows, while somebody reads the list. */
import { randomBytes } from "node:crypto";
import { writeDown } from "@/lib/bulk/begin";
import { advanceBulk } from "@/lib/bulk/run";
import { countContacts, listContacts } from "@/lib/contacts/directory";
import { everything } from "@/lib/contacts/directory/params";
import { type Ctx, database } from "@/lib/tenancy";
import { measure, tell } from "./bench";

const newName = () => `Bench ${randomBytes(6).toString("hex")}`;

/** Give it an organization with contacts; one line for `report`. Tells the reader's pages before and meanwhile. */
export async function measureBulk(bench: string, ctx: Ctx) {
  const n = await countContacts(ctx);
  tell(`A reader alone: ${pagesOf(await readUntil(ctx, sleep(3_000)))}`);
  return measure(bench, {
    work: "bulk tag of everybody, frozen and noted for undo",
    n,
    unit: "ms",
    target: 2,
    floorName: "one bare INSERT … SELECT",
    floor: () => bareInsert(ctx),
    run: () => bulkTag(ctx, n),
  });
}

/** Bare of all that is ours: also of the counts that a trigger keeps, which are wrong in this database from then on. */
async function bareInsert(ctx: Ctx): Promise<number> {
  const { sql } = database();
  const [tag] = await sql`insert into tags (org_id, name) values (${ctx.orgId}, ${newName()}) returning id`;
  await sql`checkpoint`;
  const insert = async () => {
    await sql.begin(async (tx) => {
      await tx`alter table contact_tags disable trigger counted_in`;
      await tx`insert into contact_tags (org_id, tag_id, contact_id, added_by)
        select org_id, ${tag!.id}, id, 'Bench' from contacts where org_id = ${ctx.orgId} and gone_at is null`;
      await tx`alter table contact_tags enable trigger counted_in`;
    });
  };
  const { took, pages } = await besideReader(ctx, insert);
  tell(`The reader beside the bare INSERT: ${pagesOf(pages)}`);
  return took;
}

async function bulkTag(ctx: Ctx, n: number): Promise<number> {
  await database().sql`checkpoint`;
  const name = newName();
  let begun = 0;
  const work = async () => {
    const from = performance.now();
    const asked = { kind: "tag" as const, all: true, query: "", contacts: [], tags: [name], newList: "", expected: n };
    const { id } = await writeDown(ctx, asked);
    begun = performance.now() - from;
    while (!(await advanceBulk(ctx, { bulkId: id, seconds: 15 })).done);
  };
  const { took, pages } = await besideReader(ctx, work);
  const [row] = await database().sql`select count(*)::int as n from contact_tags ct
    join tags t on t.org_id = ct.org_id and t.id = ct.tag_id where ct.org_id = ${ctx.orgId} and t.name = ${name}`;
  if (row!.n !== n) throw new Error(`${row!.n} of ${n} contacts were tagged.`);
  tell(`Begun after ${Math.round(begun)} ms. The reader meanwhile: ${pagesOf(pages)}`);
  return took;
}

/** The same reader beside the floor and the work: on few processors it costs both alike. */
async function besideReader(ctx: Ctx, work: () => Promise<void>): Promise<{ took: number; pages: number[] }> {
  const from = performance.now();
  let took = 0;
  const ended = work().then(() => {
    took = performance.now() - from;
  });
  const pages = await readUntil(ctx, ended);
  await ended;
  return { took, pages };
}

/** Pages through the list, one page after the other with a pause between; gives what each took, in ms. */
async function readUntil(ctx: Ctx, end: Promise<unknown>): Promise<number[]> {
  let over = false;
  const stop = end.finally(() => {
    over = true;
  });
  const pages: number[] = [];
  let query = everything;
  while (!over) {
    const from = performance.now();
    const { next } = await listContacts(ctx, query);
    pages.push(performance.now() - from);
    query = { ...everything, cursor: next };
    await Promise.race([sleep(100), stop.catch(() => {})]);
  }
  return pages;
}

function pagesOf(pages: number[]): string {
  const sorted = [...pages].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return `${pages.length} pages, median ${at(0.5)} ms, slowest ${at(1)} ms`;
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
