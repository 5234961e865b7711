/** The real worker thread: what it gives is what the same code gives here; it waits, ends, and fails in words. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Meaning } from "@/lib/imports/meaning";
import { type Batch, readContacts, readRows, stagedColumns } from "@/lib/imports/read";
import { fileOf, longFile, plain, readAll, text } from "./sources";

const bytesOf = (rows: string[][]) =>
  Buffer.from(rows.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`).join(""));

test("rows from the thread are the rows of the file, and go on where a batch ended", async () => {
  const table = fc.array(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 4 }), {
    minLength: 30,
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const file = fileOf(bytesOf(rows), "a.csv", 100);
      const whole = await readAll(file);
      const batches: Batch[] = [];
      for await (const batch of readRows(file, plain, { rows: 10 })) {
        batches.push(batch);
        if (batches.length === 2) break;
      }
      for await (const batch of readRows(file, plain, { rows: 10, from: batches[1]!.next })) batches.push(batch);
      expect(batches.flatMap((batch) => batch.rows)).toEqual(whole.rows);
      expect(batches.flatMap((batch) => batch.lines)).toEqual(whole.lines);
      expect(batches.at(-1)!.bytes).toBe(file.size);
    }),
    { numRuns: process.env.SOAK ? 50 : 2 },
  );
});

test("a reader that takes its time is not run over: only a few parts of the file are read ahead", async () => {
  const part = Buffer.from(`${"a".repeat(999)}\n`.repeat(500));
  const file = longFile(part, 400);
  for await (const _batch of readRows(file, plain, { rows: 500 })) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    break;
  }
  // Two batches that nobody took, what follows them in the thread, and what was asked for meanwhile.
  expect(file.opened.bytes).toBeLessThanOrEqual(10 * part.length);
});

test("a refusal of the thread is one of the caller's, at the file", async () => {
  const rows = readRows(longFile(Buffer.alloc(1_000_000, "a"), 2000), plain);
  await expect(rows.next()).rejects.toMatchObject({
    problem: "invalid",
    fields: { file: expect.stringMatching(/Line 1 is longer/) },
  });
});

test("an error of the store of files is told as it is", async () => {
  const broken = { ...text("a,b\n"), open: () => failing() };
  await expect(readRows(broken, plain).next()).rejects.toThrow("the disk is gone");
});

async function* failing(): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield* [];
  throw new Error("the disk is gone");
}

test("a reading that is called off ends", async () => {
  const stop = new AbortController();
  const rows = readRows(longFile(Buffer.from("a,b\n".repeat(10_000)), 100_000), plain, {
    rows: 1000,
    signal: stop.signal,
  });
  await rows.next();
  stop.abort(new Error("enough"));
  await expect(
    (async () => {
      for await (const _batch of rows);
    })(),
  ).rejects.toThrow("enough");
});

test("contacts come as lines for COPY, the others with line, column and reason", async () => {
  const meaning = Meaning.parse({
    columns: [
      { field: "email" },
      { field: "phone" },
      { field: "tags" },
      { field: "custom", name: "Note\\1", type: "text" },
    ],
    country: "DE",
  });
  const file = text('A@B.de,0170 5550101,"VIP, ""x\\y""","a\tb\\c"\nnobody,,,\n\nc@gamil.com,,,\ninfo@b.de,12,,\n');
  const { value: batch } = await readContacts(file, plain, meaning, { before: "7\t" }).next();
  const lines = Buffer.from(batch!.contacts).toString().split("\n").slice(0, -1);
  expect(lines.map((line) => line.split("\t").length)).toEqual(lines.map(() => Object.keys(stagedColumns).length + 1));
  const names = ["before", ...Object.keys(stagedColumns)];
  const first = Object.fromEntries(lines[0]!.split("\t").map((cell, at) => [names[at], cell]));
  expect(first).toMatchObject({
    before: "7",
    line: "1",
    email: "a@b.de",
    email_typed: "A@B.de",
    phone: "+491705550101",
  });
  expect(first).toMatchObject({
    first_name: "\\N",
    tags: '{"VIP","x\\\\\\\\y"}',
    custom: '{"Note\\\\\\\\1":"a b\\\\\\\\c"}',
  });
  expect(Buffer.from(batch!.rejected).toString()).toBe(
    '7\t2\t0\temail\t["nobody","","",""]\n7\t5\t1\tphone\t["info@b.de","12","",""]\n',
  );
  expect(batch).toMatchObject({ count: 2, rejections: 2, flags: { hint: 1, role: 0 }, filled: [4, 2, 1, 1] });
});
