/** Cells that are no trouble to read and would be to store: they reach the end of an import all the same. */
import { afterAll, expect, test } from "vitest";
import { checkImport, startImport } from "@/lib/imports/begin";
import { listRejects, MendRejects, mendRejects } from "@/lib/imports/rejects";
import { ChooseReading, chooseReading, lookAtImport } from "@/lib/imports/settings";
import { type Ctx, database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { carry, takeProposed, uploadFile } from "../support/imports";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
useKey();

async function uploaded(file: string | Buffer): Promise<{ ctx: Ctx; id: string }> {
  const ctx = await makeOrganization();
  return { ctx, id: await uploadFile(ctx, (await makeStore(ctx)).publicId, file) };
}

async function imported(file: string) {
  const { ctx, id } = await uploaded(file);
  await takeProposed(ctx, id);
  await checkImport(ctx, { import: id });
  const checked = await carry(ctx, id);
  await startImport(ctx, { import: id });
  return { ctx, id, checked, done: await carry(ctx, id) };
}

test("NULs in a header, in a cell that is taken and in one that is not, do not stop an import", async () => {
  const { ctx, id, checked, done } = await imported(
    "Email,First\0 name,Newsletter\nann@example.org,A\0nn,yes\nbo\0@example.org,Bo,yes\ncy@example.org,Cy,y\0es\n",
  );
  expect((await lookAtImport(ctx, { import: id })).header).toEqual(["Email", "First name", "Newsletter"]);
  expect(checked).toMatchObject({ state: "ready" });
  expect(done).toMatchObject({ state: "done", counts: { loaded: 1, rejected: 2 } });
  const { rows } = await listRejects(ctx, { import: id, after: 0 });
  expect(rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
    [3, "bo@example.org"],
    [4, "cy@example.org"],
  ]);
  const mended = await mendRejects(ctx, {
    import: id,
    rows: [
      { line: 3, cells: ["bo@example.org", "B\0o", "yes"] },
      { line: 4, cells: ["\0", "Cy", "yes"] },
    ],
  });
  expect(mended).toMatchObject({ mended: [3], wrong: [{ line: 4 }] });
  const names = await database().sql`select first_name from contacts where org_id = ${ctx.orgId} order by 1`;
  expect(names.map((row) => row.first_name)).toEqual(["A nn", "B o"]);
});

test("a rejected row is mended once at a time, and by a line that a file can have", () => {
  const row = (line: number) => ({ line, cells: ["a@example.org"] });
  const told = (...rows: ReturnType<typeof row>[]) =>
    MendRejects.safeParse({ import: crypto.randomUUID(), rows }).success;
  expect([told(row(3), row(4)), told(row(3), row(3)), told(row(3_000_000_000))]).toEqual([true, false, false]);
});

test("words that every object has by birth say nothing about consent, nor about columns", async () => {
  const words = ["constructor", "__proto__", "valueof", "[constructor]"];
  const { done } = await imported(
    `Email,Newsletter\n${"a@example.org,yes\n".repeat(250)}${words.map((word, at) => `p${at}@example.org,${word}\n`).join("")}`,
  );
  expect(done).toMatchObject({ state: "done", counts: { rejected: 4 } });
  const { ctx, id } = await uploaded(
    'Klaviyo ID,Email,Email Suppressions,constructor\n1,a@example.org,"[constructor]",x\n',
  );
  expect(await lookAtImport(ctx, { import: id })).toMatchObject({ recognised: { tool: "Klaviyo" } });
});

test("one thing said about how a file is read leaves the others as they were found", async () => {
  const { ctx, id } = await uploaded(Buffer.from("Zoë;zoe@example.org\nJürg;jo@example.org\n", "latin1"));
  const found = await lookAtImport(ctx, { import: id });
  expect(found.reading).toMatchObject({ encoding: "windows-1252", delimiter: ";", header: false });
  await chooseReading(ctx, ChooseReading.parse({ import: id, reading: { header: true } }));
  expect((await lookAtImport(ctx, { import: id })).reading).toEqual({ ...found.reading, header: true });
});
