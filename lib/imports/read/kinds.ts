/** What a file is by its first bytes, whatever its name says. */
import { wideOf } from "./wide";

export type Other =
  | "pdf"
  | "picture"
  | "xls"
  | "document"
  | "packed"
  | "web"
  | "json"
  | "program"
  | "database"
  | "utf32"
  | "binary";

/** A sentence for each that is not read, which says what to do. */
export const refusedByName: Record<Other, string> = {
  pdf: "This is a PDF. Export the table as CSV from the program it was made with.",
  picture: "This is a picture. Export the table as CSV from the program it was made with.",
  xls: "This is an old, binary or protected Excel file. Open it in Excel, and save it as .xlsx without a password, or as CSV.",
  document: "This is a document of another program. Save the table as CSV or .xlsx there.",
  packed: "This file is packed in a way we cannot read. Pack it as .zip or .gz, or import it unpacked.",
  web: "This is a web page, not a table. Maybe you were not logged in when it was downloaded: export it again as CSV.",
  json: "This is JSON, not a table. Export it as CSV, or send it by the API.",
  program: "This is a program, not a table. Choose a CSV file.",
  database: "This is a file of a database. Export the table as CSV.",
  utf32: "This file is in UTF-32. Save it as CSV in UTF-8.",
  binary: "This is no text. Save the table as CSV or .xlsx.",
};

export function whatIs(head: Buffer): "text" | "gzip" | "zip" | Other {
  const known = signatures.find(([bytes, , at = 0]) => head.subarray(at, at + bytes.length).equals(bytes));
  if (known) return known[1];
  const start = head
    .subarray(0, 2000)
    .toString("latin1")
    .replace(/^\xEF\xBB\xBF/, "")
    .trimStart();
  const other = beginnings.find(([begins]) => begins.test(start));
  return other ? other[1] : isText(head) ? "text" : "binary";
}

const tags = "html|head|body|title|meta|link|style|script|div|p|span|center|table|thead|tbody|tr|t[dh]|svg|workbook";

/** Behind a mark and spaces. */
const beginnings: [begins: RegExp, kind: Other][] = [
  [new RegExp(`^<(!doctype|!--|\\?xml|(${tags})[\\s/>])`, "i"), "web"],
  [/^(\{\s*("|\})|\[\s*[{["])/, "json"],
  [/^%PDF-\d/, "pdf"],
  [/^BEGIN:V(CARD|CALENDAR)\s/i, "document"],
];

const bytes = (text: string) => Buffer.from(text, "latin1");

/** From the formats' own documents; the order matters where one begins like another. */
const signatures: [bytes: Buffer, kind: "gzip" | "zip" | Other, at?: number][] = [
  [bytes("%PDF"), "pdf"],
  [bytes("\x89PNG"), "picture"],
  [bytes("\xFF\xD8\xFF"), "picture"],
  [bytes("GIF8"), "picture"],
  [bytes("RIFF"), "picture"],
  [bytes("II*\0"), "picture"],
  [bytes("MM\0*"), "picture"],
  [bytes("ftyp"), "picture", 4],
  [bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "xls"],
  [bytes("PK\x03\x04"), "zip"],
  [bytes("PK\x05\x06"), "zip"],
  [bytes("\x1F\x8B"), "gzip"],
  [bytes("7z\xBC\xAF\x27\x1C"), "packed"],
  [bytes("Rar!\x1A\x07"), "packed"],
  [bytes("BZh"), "packed"],
  [bytes("\xFD7zXZ"), "packed"],
  [bytes("\x28\xB5\x2F\xFD"), "packed"],
  [bytes("ustar"), "packed", 257],
  [bytes("\x7FELF"), "program"],
  [bytes("MZ\x90"), "program"],
  [bytes("{\\rtf"), "document"],
  [bytes("SQLite format 3\0"), "database"],
  [bytes("PAR1"), "database"],
  [bytes("\xFF\xFE\0\0"), "utf32"],
  [bytes("\0\0\xFE\xFF"), "utf32"],
];

/** Text has next to no control characters, but UTF-16 has a NUL beside every Latin letter. */
function isText(head: Buffer): boolean {
  if (wideOf(head)) return true;
  const sample = head.subarray(0, 64_000);
  const control = sample.reduce((sum, byte) => (byte < 32 && !spaces.has(byte) ? sum + 1 : sum), 0);
  return control <= 3 + sample.length / 50;
}

/** Tab, both breaks, form feed and escape. */
const spaces = new Set([9, 10, 13, 12, 27]);
