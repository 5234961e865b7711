/**
 * `npm run bench contacts`: pages, searches, bulk work and the whole page at a million contacts in one of 50
 * organizations.
 */
import { closeDatabase } from "@/db/client";
import { database } from "@/lib/tenancy";
import { chosenSize, measure, report, tell } from "../support/bench";
import { openBuiltApp } from "../support/bench-app";
import { measureBulk } from "../support/bench-bulk";
import { gatherCrowd } from "../support/bench-crowd";
import { crossed, deepCursor, filtersOf, measurePages, searches } from "../support/bench-lists";
import { ownerOf, scriptWeight, timeUntil } from "../support/bench-page";
import { makeOrganization, useKey } from "../support/organization";

const n = chosenSize(1_000_000);
useKey();
const { sql } = database();

tell(`Making ${n.toLocaleString("en")} contacts …`);
const begun = performance.now();
const { ctx, small } = await gatherCrowd(sql, n);
tell(`Made in ${Math.round((performance.now() - begun) / 1000)} s.`);

const lines = [...(await pages()), ...(await wholePages())];
if (!process.argv.includes("--no-bulk")) lines.push(await measureBulk("contacts", ctx));
report(lines);
await closeDatabase();

async function pages() {
  const { common, rare } = await filtersOf(ctx);
  const of = (work: string, questions: Parameters<typeof measurePages>[3], target: number) =>
    measurePages(ctx, n, work, questions, target);
  const sought = (words: string[]) => Object.fromEntries(words.map((q) => [`“${q}”`, { q }]));
  const cursor = await deepCursor(ctx, n);
  return [
    await of("first page, every sort", crossed({ everybody: {} }), 4),
    await of("first page, every sort and a common filter", crossed(common), 4),
    await of("first page, every sort and a rare filter", crossed(rare), 4),
    await of("a page nine tenths down", { "by date": { cursor }, subscribed: { cursor, statuses: ["subscribed"] } }, 4),
    await of("search, three characters and more, selective", sought(searches.selective), 20),
    await of("search, three characters and more, broad", sought(searches.broad), 20),
    await of("search, one and two characters", sought(searches.short), 20),
  ];
}

async function wholePages() {
  const empty = await makeOrganization("Empty House");
  const cookie = await ownerOf([ctx, small[0]!, empty]);
  const app = await openBuiltApp();
  const slugs = await sql`select id::int, slug from organizations`;
  const at = ({ orgId }: { orgId: number }, search = "") =>
    `${app.url}/${slugs.find(({ id }) => id === orgId)!.slug}/contacts${search}`;
  const beside = (floorName: string, floor: () => Promise<number>, target: number) =>
    measure("contacts", {
      work: `the whole page over HTTP, until the table is there, beside ${floorName}`,
      n,
      unit: "ms",
      target,
      floorName,
      floor,
      run: () => timeUntil(at(ctx), cookie, "</table>"),
    });
  try {
    await timeUntil(at(ctx), cookie, "</table>");
    return [
      await beside("the same of 200 contacts", () => timeUntil(at(small[0]!), cookie, "</table>"), 1.5),
      await beside("the page without a row", () => timeUntil(at(empty, "?q=x"), cookie, "No contact matches"), 1.5),
      await measure("contacts", {
        work: "script of the page, gzipped",
        n,
        unit: "kB",
        target: 1,
        floorName: "allowed",
        floor: async () => 200,
        run: () => scriptWeight(at(ctx), cookie),
      }),
    ];
  } finally {
    await app.close();
  }
}
