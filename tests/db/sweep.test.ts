/** Every verb with another organization's ids: "not found", nothing told, nothing changed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { tenantTables } from "../support/every-table";
import { useMailServer } from "../support/mail";
import { useKey } from "../support/organization";
import { makeSide, type Side } from "../support/sides";
import { verbs } from "../support/verbs";

useTestDatabase();
useMailServer();
useKey();

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What the verbs stand on, and not verbs themselves. */
const ground = ["lib/tenancy.ts", "lib/permissions.ts"];

/** Exported functions of lib whose first parameter is `ctx: Ctx`, as "file name". */
function exportedVerbs(): string[] {
  const declared = /export\s+(?:async\s+)?function\s+(\w+)\s*(?:<[^(]*>)?\(\s*ctx:\s*Ctx\b/g;
  const assigned = /export\s+const\s+(\w+)\s*=\s*(?:async\s*)?(?:<[^(]*>)?\(\s*ctx:\s*Ctx\b/g;
  const files = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" }).map((file) => join("lib", file));
  return files
    .filter((file) => /\.tsx?$/.test(file) && !ground.includes(file))
    .flatMap((file) => {
      const source = readFileSync(join(root, file), "utf8");
      return [declared, assigned].flatMap((form) => [...source.matchAll(form)].map(([, name]) => `${file} ${name}`));
    })
    .sort();
}

let mine: Side;
let theirs: Side;
let tables: string[];

beforeAll(async () => {
  [mine, theirs] = [await makeSide("MINE"), await makeSide("THEIRS")];
  tables = await tenantTables(database().sql);
});

/** A fingerprint per table of everything the organization has. */
async function everythingOf(side: Side): Promise<Record<string, string>> {
  const prints = tables.map(async (table) => {
    const { sql } = database();
    const [row] = await sql`
      select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print
      from ${sql(table)} t where org_id = ${side.owner.orgId}`;
    return [table, String(row?.print)] as const;
  });
  return Object.fromEntries(await Promise.all(prints));
}

/** Whatever of the other side would be seen in an answer. */
const tracesOf = ({ owner, inner: _, ...ids }: Side) => [
  ...Object.values(ids),
  owner.slug,
  owner.email,
  owner.publicId,
  "THEIRS",
];

test("every verb of lib is swept, and nothing is swept that is no verb", () => {
  const [found, swept] = [exportedVerbs(), Object.keys(verbs)];
  const missing = found.filter((verb) => !swept.includes(verb));
  expect(missing, "These verbs are not swept. Add each to tests/support/verbs.ts.").toEqual([]);
  expect(
    swept.filter((verb) => !found.includes(verb)),
    "These are gone. Take them out of tests/support/verbs.ts.",
  ).toEqual([]);
  expect(found.length).toBeGreaterThan(30);
});

describe.each(Object.entries(verbs))("%s", (_name, trial) => {
  if ("safe" in trial) {
    test(`needs no trial: it ${trial.safe}`, () => expect(trial.safe.length).toBeGreaterThan(20));
    return;
  }

  test("with another organization's ids finds, tells and changes nothing of it", async () => {
    const before = await everythingOf(theirs);
    const attempt = await settled(tryOf(trial)(mine.owner.ctx, theirs));
    if ("finds" in trial) expect(attempt).toMatchObject({ error: { name: "Failure", problem: "not-found" } });
    if ("lists" in trial) expect(attempt).toHaveProperty("answer");
    for (const trace of tracesOf(theirs)) expect(JSON.stringify(attempt.answer ?? null)).not.toContain(trace);
    expect(await everythingOf(theirs)).toEqual(before);
  });

  test("with ids of its own gets past the search", async () => {
    const side = await makeSide(`OWN${Math.random().toString(36).slice(2, 8)}`);
    const attempt = await settled(tryOf(trial)(side.owner.ctx, side));
    expect(attempt.error).not.toMatchObject({ problem: "not-found" });
    expect(attempt.error).not.toMatchObject({ problem: "forbidden" });
  });
});

function tryOf(trial: Exclude<(typeof verbs)[string], { safe: string }>) {
  if ("finds" in trial) return trial.finds;
  return "lists" in trial ? trial.lists : trial.changesOwn;
}

async function settled(attempt: Promise<unknown>): Promise<{ answer?: unknown; error?: unknown }> {
  try {
    return { answer: await attempt };
  } catch (error) {
    return { error };
  }
}
