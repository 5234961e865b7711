/**
 * Going through Contacts and Leads. Each page asks for what comes behind the last record seen, so that no locator of
 * Salesforce's can end while a pass rests; a page that Salesforce cuts short is one like any other.
 */
import { z } from "zod";
import { Refusal, Unreadable } from "@/lib/connectors/errors";
import { fieldsIn, isFields, listIn, text } from "@/lib/connectors/fields";
import { rowsIn, type SalesforceHttp } from "@/lib/connectors/salesforce/http";
import { fieldsOf, type Kind, readPerson, salesforceId, time } from "@/lib/connectors/salesforce/people";
import type { Change, Page } from "@/lib/connectors/types";

const pageSize = 2000;

/** The fields that a kind is asked for with; null where the user sees none of them. */
export class Columns {
  private readonly known = new Map<Kind, Promise<string | null>>();
  constructor(private readonly http: SalesforceHttp) {}

  of(kind: Kind): Promise<string | null> {
    const columns = this.known.get(kind) ?? this.ask(kind);
    this.known.set(kind, columns);
    return columns;
  }

  private async ask(kind: Kind): Promise<string | null> {
    try {
      const { data } = await this.http.get(`sobjects/${kind}/describe`);
      const seen = new Set(listIn(fieldsIn(data).fields).map(({ name }) => text(name)));
      const { always, wanted } = fieldsOf[kind];
      return [...always, ...wanted.filter((name) => seen.has(name))].join(",");
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return null;
      throw error;
    }
  }
}

const Place = z.object({
  kind: z.enum(["Lead", "Contact"]),
  id: z
    .string()
    .regex(/^\w{18}$/)
    .nullable(),
  /** The date of change of the last record seen, where a pull goes by that. */
  at: z.iso.datetime().nullable(),
});
type Place = z.infer<typeof Place>;

const start: Place = { kind: "Lead", id: null, at: null };

/**
 * Leads first: one that was converted is gone before its Contact comes. All living ones by id; with a date those
 * changed since, deleted and merged ones too.
 */
export async function peoplePage(
  http: SalesforceHttp,
  columns: Pick<Columns, "of">,
  cursor: string | null,
  since: Date | null,
): Promise<Page<Change>> {
  const place = cursor === null ? start : readCursor(cursor);
  const select = await columns.of(place.kind);
  const after = (place: Place): string | null => JSON.stringify(place);
  const nextKind = place.kind === "Lead" ? after({ kind: "Contact", id: null, at: null }) : null;
  if (select === null) return { items: [], next: nextKind, total: null };
  const { data, clock } = since
    ? await http.get("queryAll", { q: `${changed(select, place, since)} LIMIT ${pageSize}` })
    : await http.get("query", { q: `${living(select, place)} LIMIT ${pageSize}` });
  if (!isFields(data) || !Array.isArray(data.records))
    throw new Unreadable(`The org's list of ${place.kind}s is no list.`);
  const rows = rowsIn(data);
  const last = rows.at(-1);
  const more = last !== undefined && (data.done === false || rows.length >= pageSize);
  const at = since ? (time(last?.SystemModstamp)?.toISOString() ?? null) : null;
  const next = more ? after({ kind: place.kind, id: salesforceId(last.Id) ?? null, at }) : nextKind;
  const items = rows.map((row) => readPerson(row, place.kind));
  return { items, next, total: null, ...(clock ? { clock } : {}) };
}

const living = (select: string, { kind, id }: Place) =>
  `SELECT ${select} FROM ${kind} WHERE ${kind === "Lead" ? "IsConverted = false AND " : ""}Id > '${id ?? ""}' ORDER BY Id`;

function changed(select: string, { kind, id, at }: Place, since: Date): string {
  const behind = at && id ? `(SystemModstamp > ${at} OR (SystemModstamp = ${at} AND Id > '${id}'))` : null;
  const where = behind ?? `SystemModstamp >= ${since.toISOString()}`;
  return `SELECT ${select} FROM ${kind} WHERE ${where} ORDER BY SystemModstamp, Id`;
}

function readCursor(cursor: string): Place {
  try {
    return Place.parse(JSON.parse(cursor));
  } catch {
    throw new Unreadable("The place where the sync stopped cannot be read. Start it anew.");
  }
}
