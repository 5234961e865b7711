/** What a bulk operation writes: a file of JSON lines, which is read by ranges of bytes. */
import type { Field } from "@/lib/local/shopify-shop/language";
import { type Thing, walk } from "@/lib/local/shopify-shop/walk";
import { firstOf } from "@/lib/local/views";

/** Its pieces, and up to which byte of the whole each goes: there may be more than one string can hold. */
export type File = { pieces: string[]; ends: number[] };

const sizeOf = ({ ends }: File) => ends.at(-1) ?? 0;

export function append(file: File, text: string) {
  file.ends.push(sizeOf(file) + Buffer.byteLength(text));
  file.pieces.push(text);
}

/** The rows of a file: children are rows of their own, and stand where the storage happened to put them. */
export function* bulkRows(things: Thing, [root]: Field[], childrenFirst: boolean): Generator<Thing> {
  const fields = nodeOf(root!);
  const inner = fields.filter((field) => field.fields?.some(({ name }) => name === "edges"));
  const own = fields.filter((field) => !inner.includes(field));
  const rows = (things[root!.name] as () => { nodes: Thing[] })().nodes;
  const childrenOf = (row: Thing) =>
    inner.flatMap((field) =>
      (row[field.name] as Thing[]).map((one) => ({ ...walk(one, nodeOf(field), {}), __parentId: row.id })),
    );
  if (childrenFirst) for (const row of rows) yield* childrenOf(row);
  for (const row of rows) {
    yield walk(row, own, {});
    if (!childrenFirst) yield* childrenOf(row);
  }
}

function nodeOf(field: Field): Field[] {
  const edges = field.fields?.find(({ name }) => name === "edges");
  return edges?.fields?.find(({ name }) => name === "node")?.fields ?? [];
}

/** As a storage of files answers that is asked for `bytes=0-99`, or for all. */
export function ranged(file: File, range: string | undefined) {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  if (from === undefined) return { status: 200, body: file.pieces };
  const size = sizeOf(file);
  if (Number(from) >= size) return { status: 416, body: [] };
  const end = Math.min(Number(to), size - 1);
  const headers = { "content-range": `bytes ${from}-${end}/${size}` };
  return { status: 206, body: cut(file, Number(from), end + 1), headers };
}

function cut({ pieces, ends }: File, from: number, to: number): Buffer[] {
  const some: Buffer[] = [];
  for (let at = firstOf(ends, (end) => end > from); at < pieces.length; at++) {
    const begin = at === 0 ? 0 : ends[at - 1]!;
    if (begin >= to) break;
    some.push(Buffer.from(pieces[at]!).subarray(Math.max(0, from - begin), to - begin));
  }
  return some;
}
