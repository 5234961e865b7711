/**
 * Bulk operations: Shopify writes everything into a file, a JSON document a line, which costs no points. Read piece by
 * piece, so that a crash goes on where it was. What hangs on a record stands in rows of its own, which may lie in
 * another piece.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal, Unreadable } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, isFields, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import { runBulk, showBulk } from "@/lib/connectors/shopify/documents";
import type { ShopifyHttp } from "@/lib/connectors/shopify/http";

/** A row and what hangs on it. */
export type Row = { row: Fields; children: Fields[] };

/** `next` is null at the end; what failed goes on without bulk. */
export type Piece = { rows: Row[]; next: Place | null; failed: boolean };

/** Where a bulk operation is: not begun, being written, or read up to a byte. */
export type Place = { bulk: string | null; at: number | null };

const pollSeconds = [1, 2, 3, 4];
const pieceBytes = 256 * 1024;
const waiting = (place: Place): Piece => ({ rows: [], next: place, failed: false });
const given: Piece = { rows: [], next: null, failed: true };

export async function bulkPiece(http: ShopifyHttp, query: string, place: Place): Promise<Piece> {
  if (place.bulk === null) return begin(http, query);
  const operation = fieldsIn((await http.ask(showBulk, { id: place.bulk })).data.bulkOperation);
  const status = text(operation.status) ?? "";
  if (unfinished.has(status)) return wait(http, place);
  const whole = status === "COMPLETED";
  // What was written before a failure is not read twice for nothing: the rest comes without bulk.
  const url = text(whole ? operation.url : operation.partialDataUrl);
  if (!url) return { ...given, failed: !whole };
  const piece = await readPiece(http, url, place.at ?? 0, place.bulk);
  return piece.next ? piece : { ...piece, failed: !whole };
}

const unfinished = new Set(["CREATED", "RUNNING", "CANCELING"]);
const busy = new Set(["OPERATION_IN_PROGRESS", "LIMIT_REACHED"]);

/** One at a time per shop and app: another of ours, or one that a crash left behind, is waited for. */
async function begin(http: ShopifyHttp, query: string): Promise<Piece> {
  try {
    const payload = await http.change(runBulk, { query });
    const id = text(fieldsIn(payload.bulkOperation).id);
    return id ? waiting({ bulk: id, at: null }) : given;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (!busy.has(error.code) && !/already in progress/i.test(error.message)) return given;
    await sleep(pollSeconds.at(-1)! * 1000);
    return waiting({ bulk: null, at: null });
  }
}

/** A while within this call, so that a pass is not all questions. */
async function wait(http: ShopifyHttp, place: Place): Promise<Piece> {
  for (const seconds of pollSeconds) {
    await sleep(seconds * 1000);
    const operation = fieldsIn((await http.ask(showBulk, { id: place.bulk })).data.bulkOperation);
    if (!unfinished.has(text(operation.status) ?? "")) break;
  }
  return waiting(place);
}

async function readPiece(http: ShopifyHttp, url: string, at: number, bulk: string): Promise<Piece> {
  for (let bytes = pieceBytes; ; bytes *= 2) {
    const { text: told, whole } = await http.piece(url, at, bytes);
    const end = whole ? told.length : told.lastIndexOf("\n") + 1;
    // A single line may be longer than a piece.
    if (end === 0 && !whole) continue;
    const lines = told.slice(0, end);
    const next = whole ? null : { bulk, at: at + Buffer.byteLength(lines) };
    return { rows: gathered(lines), next, failed: false };
  }
}

function gathered(lines: string): Row[] {
  const rows = new Map<string, Row>();
  const children: { parent: string; row: Fields }[] = [];
  for (const line of lines.split("\n")) {
    if (line.trim() === "") continue;
    const row = rowIn(line);
    const parent = text(row.__parentId);
    if (parent) children.push({ parent, row });
    else rows.set(text(row.id) ?? "", { row, children: [] });
  }
  for (const { parent, row } of children) rows.get(parent)?.children.push(row);
  return [...rows.values()];
}

function rowIn(line: string): Fields {
  try {
    const row = readJson(line);
    if (isFields(row)) return row;
  } catch {
    // Said below.
  }
  throw new Unreadable("A line of Shopify's bulk result is no JSON.");
}
