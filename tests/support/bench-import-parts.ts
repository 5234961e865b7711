/** What the import's targets are to be read beside: parts of the work that nobody can leave out, each by itself. */
import { createReadStream } from "node:fs";
import { type Column, Meaning } from "@/lib/imports/meaning";
import { Reading, readContacts } from "@/lib/imports/read";
import { database } from "@/lib/tenancy";
import { tell, timed } from "./bench";

/** `floor` in ms: what COPY of the same file takes into a table without indexes. Contacts hold the people of it. */
type File = { path: string; columns: Column[]; floor: number };

/** Tells what reading takes in its thread, and what writing the people, ready made, takes in one statement. */
export async function tellParts(file: File) {
  const shown = (ms: number) => `${Math.round(ms).toLocaleString("en")} ms, ${(ms / file.floor).toFixed(1)}x`;
  tell(`Reading and judging the file, and nothing else: ${shown(await read(file))} of the same COPY`);
  const indexes = ["contacts_org_id_id_pk", "contacts_email", "contacts_phone", "contacts_search"];
  for (const [name, which] of [
    ["only the indexes of key, address, number and search", indexes] as const,
    ["all of its indexes", null] as const,
  ]) {
    const ms = await bare(which);
    tell(`INSERT ... SELECT of everybody into a copy of contacts with ${name}: ${shown(ms)} of the same COPY`);
  }
}

async function read({ path, columns }: File): Promise<number> {
  const open = (start: number) => createReadStream(path, { start, highWaterMark: 1024 * 1024 });
  const reading = Reading.parse({ format: "text", encoding: "utf-8", delimiter: ",", quote: '"', header: true });
  const work = async () => {
    const source = { name: "whole.csv", size: Number.MAX_SAFE_INTEGER, open };
    for await (const _ of readContacts(source, reading, Meaning.parse({ columns })));
  };
  return 1000 * (await timed(work));
}

async function bare(only: readonly string[] | null): Promise<number> {
  const { sql } = database();
  await sql`drop table if exists bench_bare`;
  await sql`create table bench_bare (like contacts including defaults including generated)`;
  const all = await sql<{ name: string; def: string }[]>`
    select indexname as name, indexdef as def from pg_indexes where tablename = 'contacts'`;
  for (const { name, def } of all.filter(({ name }) => !only || only.includes(name))) {
    await sql.unsafe(def.replace(name, `bare_${name}`).replace(/ ON (\w+\.)?contacts /, " ON bench_bare "));
  }
  const [columns] = await sql<{ names: string }[]>`
    select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
    where table_name = 'contacts' and is_generated = 'NEVER'`;
  const names = columns!.names;
  return (
    1000 *
    (await timed(async () => {
      await sql.unsafe(`insert into bench_bare (${names}) select ${names} from contacts`);
      await sql`select gin_clean_pending_list('bare_contacts_search')`;
    }))
  );
}
