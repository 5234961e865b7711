/** Which sheet of an Excel file is the first that its reader sees: neither hidden, nor a chart. */

/** `book` and `relations` are xl/workbook.xml and its relations. Counts from 0; 0 too where none can be told. */
export function firstVisible(book: string, relations: string): number {
  const tables = new Set(
    tagsOf(relations, "Relationship")
      .filter((tag) => /\/worksheet$/.test(attribute(tag, "Type")))
      .map((tag) => attribute(tag, "Id")),
  );
  const sheets = tagsOf(book, "sheet");
  const first = sheets.findIndex(
    (tag) => !/hidden$/i.test(attribute(tag, "state")) && tables.has(attribute(tag, "id")),
  );
  return Math.max(0, first);
}

const tagsOf = (xml: string, name: string) => xml.match(new RegExp(`<(?:\\w+:)?${name}\\s[^<>]*>`, "g")) ?? [];

const attribute = (tag: string, name: string) => new RegExp(`[\\s:]${name}=["']([^"']*)["']`).exec(tag)?.[1] ?? "";
