import type { Gatherer } from "./batches";
import type { Position } from "./bounds";
import type { Batch, Problem } from "./types";

export type PlainBatch = Omit<Batch, "bytes">;

/** Batches of rows as they are. */
export class PlainRows implements Gatherer<PlainBatch> {
  private batch = emptyBatch();

  row(cells: string[], line: number) {
    this.batch.rows.push(cells);
    this.batch.lines.push(line);
  }

  problem(problem: Problem) {
    this.batch.problems.push(problem);
  }

  take(next: Position): PlainBatch {
    const batch = { ...this.batch, next };
    this.batch = emptyBatch();
    return batch;
  }
}

const emptyBatch = (): Omit<PlainBatch, "next"> => ({ rows: [], lines: [], problems: [] });
