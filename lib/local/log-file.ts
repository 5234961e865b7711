/**
 * The log of one part: begun anew at each start (the last one stays beside it as .1) and never above twice the limit.
 */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const limit = 10_000_000;

export class LogFile {
  private file: number;
  private size = 0;

  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.file = this.begin();
  }

  write(chunk: Buffer | string) {
    if (this.size > limit) {
      closeSync(this.file);
      this.file = this.begin();
    }
    this.size += writeSync(this.file, chunk.toString());
  }

  /** The last lines, for the sentence that says why a part did not start. */
  tail(lines: number): string {
    return readFileSync(this.path, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  }

  private begin(): number {
    if (existsSync(this.path)) renameSync(this.path, `${this.path}.1`);
    this.size = 0;
    return openSync(this.path, "a", 0o600);
  }
}
