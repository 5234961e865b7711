/** csv-parse without the queue of a stream behind it: a row is taken where it ends. */
import { type Options, Parser } from "csv-parse";
import type { Reading } from "./types";

/** Thrown by who takes a row to end the parsing at once. */
export class Broken extends Error {}

export const dialect = ({ delimiter, quote }: Pick<Reading, "delimiter" | "quote">): Options => ({
  delimiter,
  quote: quote || null,
  escape: quote || null,
  record_delimiter: ["\r\n", "\n", "\r"],
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
});

export class Rows extends Parser {
  private taking: (cells: string[]) => void;

  constructor(reading: Pick<Reading, "delimiter" | "quote">, taking: (cells: string[]) => void) {
    super(dialect(reading));
    this.taking = taking;
  }

  override push(cells: string[] | null): boolean {
    if (cells === null) return super.push(null);
    // A row of another width than the first costs csv-parse an error object, so every row is its first.
    (this.info as { records: number }).records = 0;
    this.taking(cells);
    return true;
  }

  give = (text: Buffer) =>
    new Promise<void>((resolve, reject) => this._transform(text, "utf8", (error) => settle(resolve, reject, error)));

  finish = () => new Promise<void>((resolve, reject) => this._flush((error) => settle(resolve, reject, error)));
}

const settle = (resolve: () => void, reject: (error: Error) => void, error?: Error | null) =>
  error ? reject(error) : resolve();
