/** An import as a merchant sees it. */
import type { Checked } from "./check";
import { type ImportRow, type Options, optionsOf } from "./row";
import { canUndo, hasEnded } from "./undoable";

/** Moments are Dates, `id` is the public one, sizes are bytes. */
export type ImportView = {
  id: string;
  kind: ImportRow["kind"];
  state: ImportRow["state"];
  file: string;
  size: number;
  /** Bytes that are here while it is uploaded. */
  received: number;
  store: { id: string; name: string; platform: string };
  by: string;
  createdAt: Date;
  /** When the run was asked for. */
  askedAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** A sentence, where it failed. */
  error: string | null;
  stopping: boolean;
  counts: Counts;
  progress: Progress | null;
  /** What the dry run found; null before it. */
  checked: Checked | null;
  undo: { askedAt: Date; by: string; removed: number; restored: number } | null;
  canUndo: boolean;
  /** Its rejected rows can be mended and tried again. */
  canMend: boolean;
  options: Options;
  /** The file's bytes are still here. */
  hasFile: boolean;
};

/** `loaded` are only contacts that were not known before; `repeated` rows are of somebody the file told before. */
export type Counts = {
  rows: number;
  loaded: number;
  updated: number;
  known: number;
  repeated: number;
  keptUnsubscribed: number;
  rejected: number;
};

/** While it is checked, runs or is undone. `share` from 0 to 1; `perSecond` are rows; null until that can be said. */
export type Progress = { share: number; done: number; perSecond: number | null; secondsLeft: number | null };

export type Shown = {
  row: ImportRow;
  store: ImportView["store"];
  bytes: number;
  staged: number;
  now: number;
};

export function viewOf(shown: Shown): ImportView {
  const { row, store } = shown;
  const { loaded, updated, known, repeated, keptUnsubscribed, rejected } = row;
  return {
    id: row.publicId,
    kind: row.kind,
    state: row.state,
    file: row.fileName,
    size: row.size,
    received: row.received,
    store,
    by: row.startedBy,
    createdAt: row.createdAt,
    askedAt: row.askedAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    error: row.error,
    stopping: row.cancelAsked,
    counts: { rows: row.done, loaded, updated, known, repeated, keptUnsubscribed, rejected },
    progress: progressOf(shown),
    checked: (row.checked as Checked | null) ?? null,
    undo: row.undoAskedAt && {
      askedAt: row.undoAskedAt,
      by: row.undoAskedBy ?? "",
      removed: row.removed,
      restored: row.restored,
    },
    canUndo: canUndo(row),
    canMend: hasEnded(row),
    options: optionsOf(row),
    hasFile: row.forgottenAt === null && row.received === row.size,
  };
}

function progressOf({ row, bytes, staged, now }: Shown): Progress | null {
  if (row.state === "checking") return paced(bytes / row.size, staged, (now - row.progressedAt.getTime()) / 1000);
  if (row.state === "undoing") return paced(row.undoCursor / Math.max(1, row.cursor), row.removed + row.restored, null);
  if (row.state !== "running") return null;
  // Rows that are still to be read are as long as those that were.
  const total = bytes > 0 ? (staged * row.size) / bytes : 0;
  return paced(total > 0 ? row.done / total : 0, row.done, row.startedAt && (now - row.startedAt.getTime()) / 1000);
}

function paced(share: number, done: number, seconds: number | null): Progress {
  const known = seconds !== null && seconds > 2 && done > 0;
  return {
    share: Math.min(1, share),
    done,
    perSecond: known ? done / seconds : null,
    secondsLeft: known && share > 0 ? Math.max(0, seconds / share - seconds) : null,
  };
}
