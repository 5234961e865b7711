/** Where a reading stands, and how much it takes at most. Imports nothing: each reading thread loads it. */

/**
 * Where reading goes on: byte `from` of the file, then `skip` bytes of decoded text (in a sheet: rows) are passed over,
 * and the next line has the number `line`. Plain data; `start` is the beginning of any file.
 */
export type Position = { from: number; skip: number; line: number };
export const start: Position = { from: 0, skip: 0, line: 1 };

export const limits = {
  columns: 500,
  /** Characters. */
  cell: 100_000,
  /** Bytes of one row in UTF-8, with the line breaks in it. */
  row: 2_000_000,
  /** Bytes of text in a packed file: a file of 2 GB is read, a bomb is not. */
  unpacked: 4_000_000_000,
  /** Bytes of an Excel file, and of the parts of it that are held in memory whole, such as its table of texts. */
  xlsx: 100_000_000,
  xlsxHeld: 200_000_000,
};
