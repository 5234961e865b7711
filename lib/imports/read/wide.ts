/** UTF-16, known by its letters: what is no letter of it is a file of another kind. */

type Order = "utf-16le" | "utf-16be";

/** Its mark, or Latin letters, delimiters and breaks as UTF-16 has them; null for anything else. */
export function wideOf(head: Buffer): Order | null {
  const sample = head.subarray(0, 64_000);
  const marked = (a: number, b: number) => head[0] === a && head[1] === b;
  for (const [order, sign] of [
    ["utf-16le", marked(0xff, 0xfe)],
    ["utf-16be", marked(0xfe, 0xff)],
  ] as const) {
    const { units, latin, breaks, control, narrow } = unitsOf(sample, order === "utf-16be");
    if (control * 50 > units) continue;
    if (sign) return order;
    // Letters of one byte, two by two, are none of UTF-16, though a NUL stands between some.
    if (narrow * 2 < units && latin * (breaks > 0 ? 25 : 5) >= units && latin > 0) return order;
  }
  return null;
}

/** How many units there are: of Latin-1, among them line breaks; that are no text; of which both bytes are ASCII. */
function unitsOf(sample: Buffer, big: boolean) {
  const seen = { units: sample.length >> 1, latin: 0, breaks: 0, control: 0, narrow: 0 };
  for (let at = 0; at + 1 < sample.length; at += 2) {
    const [high, low] = big ? [sample[at]!, sample[at + 1]!] : [sample[at + 1]!, sample[at]!];
    if (high > 0) {
      if (isAscii(high) && isAscii(low)) seen.narrow += 1;
    } else if (low >= 32 || low === 9) seen.latin += 1;
    else if (low === 10 || low === 13) {
      seen.latin += 1;
      seen.breaks += 1;
    } else seen.control += 1;
  }
  return seen;
}

const isAscii = (byte: number) => (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;
