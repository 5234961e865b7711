/** `npm run bench import`: a file from its first byte to the last index, beside Postgres' own COPY of the same file. */
import { chmodSync, createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { closeDatabase } from "@/db/client";
import { writeStart } from "@/lib/imports/begin";
import type { Column } from "@/lib/imports/meaning";
import { advanceImport } from "@/lib/imports/run";
import { chooseMapping } from "@/lib/imports/settings";
import { addPart, beginUpload, finishUpload, partSize } from "@/lib/imports/upload";
import { type Ctx, database } from "@/lib/tenancy";
import { chosenSize, measure, report, tell, timed } from "../support/bench";
import { tellParts } from "../support/bench-import-parts";
import { makeOrganization, makeStore, useKey } from "../support/organization";

const n = chosenSize(100_000);
useKey();
const { sql } = database();
const names = ["Anna", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hugo", "Ida", "Jon", "Kim", "Lea", "Mia", "Noa"];
/** The most each process of the server held, in kB, by what it is. */
const seen = new Map<string, number>();
const watching = setInterval(() => void backends().then(watchBackends, () => {}), 500);
const folder = mkdtempSync(join(tmpdir(), "import-bench-"));
chmodSync(folder, 0o755);
const [whole, half] = [await writeFile("whole.csv", 1), await writeFile("half.csv", 2)];
const heads = ["email", "first", "last", "phone", "birthday", "gender", "language", "street", "postcode", "city"];
const columns: Column[] = [
  ...(["email", "firstName", "lastName", "phone"] as const).map((field) => ({ field })),
  { field: "birthday", dates: "iso" },
  ...(["gender", "language", "line1", "postcode", "city", "country"] as const).map((field) => ({ field })),
  { field: "emailConsent", words: { yes: "subscribed", no: "unsubscribed", "": "nothing" } },
];
await sql.unsafe(
  `create unlogged table bench_floor (${[...heads, "country", "newsletter"].map((name) => `${name} text`).join(", ")})`,
);

try {
  const lines = [
    await trial("import into an empty store", 20, () => place()),
    await trial("import where half of them are known", 20, () => place(half)),
    await trial("import of a file that is known", 8, () => place(whole)),
  ];
  await tellParts({ path: whole, columns, floor: await copied() });
  tell("Most memory of each process of the server, without what they share:");
  for (const [name, most] of [...seen].sort(([, a], [, b]) => b - a)) tell(`  ${name}: ${Math.round(most / 1024)} MB`);
  report(lines);
} finally {
  clearInterval(watching);
  rmSync(folder, { recursive: true });
  await closeDatabase();
}

type Place = { ctx: Ctx; store: string };

function trial(work: string, target: number, prepare: () => Promise<Place>) {
  return measure("import", {
    work,
    n,
    unit: "ms",
    target,
    floorName: "COPY into a table without indexes",
    floor: copied,
    run: async () => {
      const { ctx, store } = await prepare();
      return 1000 * (await timed(() => importFile(ctx, store, whole)));
    },
  });
}

/** Each round begins with nobody; `known` is imported before, unmeasured. */
async function place(known?: string): Promise<Place> {
  await sql`truncate contacts, contact_activity, consents, consent_evidence, segment_queue, imports, import_staging,
    import_changes cascade`;
  const ctx = await makeOrganization();
  const { publicId: store } = await makeStore(ctx);
  if (known) await importFile(ctx, store, known);
  await sql`vacuum (analyze) contacts`;
  return { ctx, store };
}

async function copied(): Promise<number> {
  await sql`truncate bench_floor`;
  return 1000 * (await timed(() => sql.unsafe(`copy bench_floor from '${whole}' (format csv, header)`)));
}

/** To the last index: what the trigram index put off is part of it. */
async function importFile(ctx: Ctx, store: string, path: string) {
  const file = await open(path);
  const { size } = await file.stat();
  const { import: id, parts } = await beginUpload(ctx, { store, file: "people.csv", size, kind: "contacts" });
  for (let part = 0; part < parts; part++) {
    const body = Buffer.alloc(Math.min(partSize, size - part * partSize));
    await file.read(body, 0, body.length, part * partSize);
    await addPart(ctx, { import: id, part, body });
  }
  await file.close();
  await finishUpload(ctx, { import: id });
  await chooseMapping(ctx, { import: id, columns, reason: "manual", unreadable: "reject" });
  const importId = await writeStart(ctx, { import: id });
  while (!(await advanceImport(ctx, { importId, seconds: 600 })).done);
  await sql`select gin_clean_pending_list('contacts_search')`;
  const [row] = await sql`select state, error, loaded + known + updated as people from imports where id = ${importId}`;
  const expected = path === half ? Math.ceil(n / 2) : n;
  if (row!.state !== "done" || row!.people !== expected) throw new Error(`It ended ${JSON.stringify(row)}.`);
}

async function writeFile(name: string, every: number): Promise<string> {
  const path = join(folder, name);
  await pipeline(Readable.from(linesOf(every)), createWriteStream(path));
  chmodSync(path, 0o644);
  return path;
}

function* linesOf(every: number) {
  yield "email,first name,last name,phone,birthday,gender,language,street,postcode,city,country,newsletter\n";
  for (let from = 0; from < n; from += 1000 * every) {
    const lines = Array.from({ length: 1000 }, (_, at) => from + at * every).filter((at) => at < n);
    yield lines.map(lineOf).join("");
  }
}

/** Addresses in no order, as files of people have them; two thirds with a number, two thirds with a choice. */
function lineOf(at: number): string {
  const mixed = Math.imul(at + 1, 0x9e3779b1) >>> 0;
  const cells = [
    `${names[mixed % names.length]!.toLowerCase()}.${mixed.toString(36)}${at % 7}@example.org`,
    names[mixed % names.length],
    `${names[(mixed >> 8) % names.length]}son ${at % 4000}`,
    at % 3 === 0 ? "" : `+49170${5_000_000 + at}`,
    `19${50 + (at % 50)}-0${1 + (at % 9)}-1${at % 9}`,
    at % 2 === 0 ? "f" : "m",
    "de",
    `"Hauptstraße ${at % 200}, Hof"`,
    String(10_000 + (at % 80_000)),
    `City ${at % 900}`,
    "DE",
    ["yes", "no", ""][at % 3],
  ];
  return `${cells.join(",")}\n`;
}

type Backend = { pid: number; name: string };

/** All of this database, and what the server runs beside them. */
async function backends(): Promise<Backend[]> {
  return sql<Backend[]>`
    select pid, backend_type || case backend_type when 'client backend' then ' ' || pid else '' end as name from pg_stat_activity
    where datname = current_database() or datname is null`;
}

function watchBackends(all: Backend[]) {
  for (const { pid, name } of all) {
    try {
      const own = /RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      seen.set(name, Math.max(seen.get(name) ?? 0, Number(own ?? 0)));
    } catch {
      // It ended meanwhile.
    }
  }
}
