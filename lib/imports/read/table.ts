/**
 * Decoded text becomes rows by csv-parse; line numbers are physical, and a mark never closed costs its own line only.
 */
import { isUtf8 } from "node:buffer";
import { parse } from "csv-parse/sync";
import { limits } from "./bounds";
import { countBreaks, endOfLine, skipEmpty, wellQuoted } from "./quotes";
import { refused } from "./refused";
import { Broken, dialect, Rows } from "./rows";
import type { Problem, Reading } from "./types";

/** Gets rows in their order. `end` is the place in the text behind the row, `next` the number of the line there. */
export type Sink = {
  row(cells: string[], line: number, end: number, next: number): void;
  problem(problem: Problem, end: number, next: number): void;
};

export class Table {
  private parser: Rows;
  /** Where in the text the parser began, and where the last row ended. */
  private base: number;
  private done: number;
  /** The text from `done` on, as far as it came; `begins` is where it begins. */
  private kept = Buffer.alloc(0);
  private begins: number;
  private readAgain = 0;
  /** Whether what is kept holds bytes that are not UTF-8. */
  private doubtful = false;
  private readonly marks: { delimiter: number; quote: number };

  /** The text begins at place `at`, with the line of number `line`. */
  constructor(
    private readonly reading: Reading,
    at: number,
    private line: number,
    private readonly sink: Sink,
  ) {
    [this.base, this.done, this.begins] = [at, at, at];
    this.marks = { delimiter: reading.delimiter.charCodeAt(0), quote: reading.quote.charCodeAt(0) };
    this.parser = this.parserAt(at);
  }

  /** @throws Failure invalid when a line has no end, or quotation marks are broken throughout */
  async write(text: Buffer): Promise<void> {
    this.keep(text);
    await this.feed(() => this.parser.give(text));
    while (this.rest().length > limits.row && !this.passEmpty()) {
      this.dropLine(this.rest().length);
      await this.feed(() => this.parser.give(this.rest()));
    }
  }

  /** Ends the last row, which may have no line break behind it. */
  async end(): Promise<void> {
    for (let whole = false; !whole; ) whole = await this.feed(() => this.parser.finish());
  }

  /**
   * Whether all went well the first time. The first line of a broken row is dropped, and what follows is read again.
   */
  private async feed(first: () => Promise<void>): Promise<boolean> {
    for (let work = first; ; work = () => this.parser.give(this.rest())) {
      try {
        await work();
        return work === first;
      } catch (error) {
        if (!isBroken(error)) throw error;
        this.dropLine(error instanceof Broken ? this.base + this.parser.info.bytes - this.done : this.rest().length);
      }
    }
  }

  private took(cells: string[]) {
    const [from, to] = [this.done - this.begins, this.base + this.parser.info.bytes - this.begins];
    const { at, lines } = skipEmpty(this.kept, from, to);
    const breaks = countBreaks(this.kept, at, to);
    const many = breaks > (endsInBreak(this.kept, to) ? 1 : 0);
    if (to - at > limits.row || (many && !this.wellQuoted(at, to))) throw new Broken();
    const line = this.line + lines;
    this.done = this.begins + to;
    this.line = line + breaks;
    const problem = this.problemOf(cells, at, to);
    if (problem) this.sink.problem({ line, problem, cells: shown(cells) }, this.done, this.line);
    else this.sink.row(cells, line, this.done, this.line);
  }

  private problemOf(cells: string[], at: number, to: number): Problem["problem"] | null {
    if (cells.length > limits.columns) return "wide";
    if (to - at > limits.cell && cells.some((cell) => cell.length > limits.cell)) return "long";
    return this.doubtful && !isUtf8(this.kept.subarray(at, to)) ? "letters" : null;
  }

  private wellQuoted = (at: number, to: number) =>
    wellQuoted(this.kept.subarray(at, to), this.marks.delimiter, this.marks.quote);

  private rest = () => this.kept.subarray(this.done - this.begins);

  private keep(text: Buffer) {
    this.kept = Buffer.concat([this.rest(), text]);
    this.begins = this.done;
    if (this.reading.encoding !== "utf-8") return;
    let end = this.kept.length;
    while (end > 0 && this.kept[end - 1]! > 0x7f) end -= 1;
    this.doubtful = !isUtf8(this.kept.subarray(0, end));
  }

  /** Nothing but empty lines is no row, however many. */
  private passEmpty(): boolean {
    // Never between the CR and the LF of one break.
    const end = this.kept.length - (this.kept.at(-1) === 13 ? 1 : 0);
    const { at, lines } = skipEmpty(this.kept, this.done - this.begins, end);
    this.done = this.begins + at;
    this.line += lines;
    return this.rest().length <= limits.row;
  }

  /** `parsed`: so much of the rest was parsed in vain. */
  private dropLine(parsed: number) {
    const text = this.rest();
    const { at, lines } = skipEmpty(text, 0, text.length);
    const behind = endOfLine(text, at, Math.min(text.length, at + limits.row));
    const line = this.line + lines;
    if (behind < 0 && text.length - at > limits.row) throw tooLong(line);
    const end = behind < 0 ? text.length : behind;
    this.readAgain += Math.max(0, parsed - end);
    if (this.readAgain > 20 * limits.row + 2 * this.done) throw refused(brokenThroughout);
    const [cells = []] = parse(text.subarray(at, end), dialect({ ...this.reading, quote: "" })) as string[][];
    this.done += end;
    this.line = line + 1;
    this.parser = this.parserAt(this.done);
    this.sink.problem({ line, problem: "quote", cells: shown(cells) }, this.done, this.line);
  }

  private parserAt(at: number): Rows {
    this.base = at;
    return new Rows(this.reading, (cells) => this.took(cells));
  }
}

const isBroken = (error: unknown) =>
  error instanceof Broken || (error instanceof Error && "code" in error && error.code === "CSV_QUOTE_NOT_CLOSED");

const endsInBreak = (text: Buffer, to: number) => text[to - 1] === 10 || text[to - 1] === 13;

/** What is kept of a row that is refused: enough to see which it is. */
const shown = (cells: string[]) => cells.slice(0, limits.columns).map((cell) => cell.slice(0, 1000));

const tooLong = (line: number) =>
  refused(`Line ${line} is longer than 2,000,000 characters. This is no table as we know them; save it as CSV again.`);

const brokenThroughout =
  "Quotation marks are opened and not closed throughout this file. Choose another quotation mark, or none.";
