/** Bytes in a chosen encoding become UTF-8, piece by piece; every piece can be the first of a later reading. */
import type { Encoding } from "./types";

/** Text that begins at byte `from` of the file. */
export type Piece = { from: number; text: Buffer };

/**
 * Takes bytes as they come, the first at byte `from` of the file; the last call brings none. A mark at its beginning is
 * dropped.
 */
export function decoder(encoding: Encoding, from: number): (bytes: Uint8Array | null) => Piece {
  if (encoding === "utf-8") return marked(from, [0xef, 0xbb, 0xbf], (bytes) => bytes);
  const wide = encoding === "utf-16le" || encoding === "utf-16be";
  if (wide) return marked(from, encoding === "utf-16le" ? [0xff, 0xfe] : [0xfe, 0xff], utf16(encoding === "utf-16be"));
  if (encoding === "iso-8859-1") return marked(from, [], (bytes) => Buffer.from(bytes.toString("latin1")));
  const decode = new TextDecoder(encoding);
  return marked(
    from,
    [],
    (bytes, last) => Buffer.from(decode.decode(bytes, { stream: !last })),
    () => 0,
  );
}

type Decode = (bytes: Buffer, last: boolean) => Buffer;

/** `held` says how many of the last bytes wait for the next piece, so that no letter is cut between two. */
function marked(
  from: number,
  mark: number[],
  decode: Decode,
  held = heldFor(mark),
): (bytes: Uint8Array | null) => Piece {
  let [at, waiting, checked] = [from, Buffer.alloc(0), from > 0 || mark.length === 0];
  return (bytes) => {
    const here = bytes ? Buffer.concat([waiting, bytes]) : waiting;
    if (!checked && bytes && here.length < mark.length) {
      waiting = here;
      return { from: at, text: Buffer.alloc(0) };
    }
    const skip = !checked && mark.every((byte, index) => here[index] === byte) ? mark.length : 0;
    checked = true;
    const end = bytes ? Math.max(skip, here.length - held(here)) : here.length;
    const piece = { from: at + skip, text: decode(here.subarray(skip, end), bytes === null) };
    waiting = Buffer.from(here.subarray(end));
    at += end;
    return piece;
  };
}

function heldFor(mark: number[]): (bytes: Buffer) => number {
  if (mark.length !== 2) return () => 0;
  const high = mark[0] === 0xff ? 1 : 2;
  return (bytes) => {
    const odd = bytes.length % 2;
    const unit = bytes[bytes.length - odd - (high === 1 ? 1 : 2)] ?? 0;
    return odd + (unit >= 0xd8 && unit <= 0xdb ? 2 : 0);
  };
}

function utf16(big: boolean): Decode {
  return (bytes) => {
    const whole = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
    const text = Buffer.from((big ? whole.swap16() : whole).toString("utf16le"));
    return bytes.length % 2 === 0 ? text : Buffer.concat([text, Buffer.from("\uFFFD")]);
  };
}
