"use client";
/** Rejected rows as they stand in the file, each cell a field. What was changed is sent, and nothing else. */
import { clsx } from "clsx";
import { useState } from "react";
import { ActionForm } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { toast } from "@/app/ui/toaster";
import { plural } from "@/lib/format";
import type { RejectColumn, RejectedRow } from "@/lib/imports/rejects";
import type { Action } from "@/lib/web/action";
import { mendRejects } from "../../actions";

/** `fault`: what some row was rejected for stands in it. */
type Column = RejectColumn & { fault: boolean };

type Props = {
  org: string;
  upload: string;
  rows: RejectedRow[];
  /** The columns that are imported. */
  columns: Column[];
  edit: boolean;
};

export function MendRows({ org, upload, rows, columns, edit }: Props) {
  const [mended, mend] = useState<Record<number, string[]>>({});
  const lines = Object.keys(mended);
  // The rows that were taken leave the page, and this form with them: what came of it is told beside.
  const send: Action<undefined> = async (previous, form) => {
    const outcome = await mendRejects(previous, form);
    if (outcome.ok && outcome.message) toast.success(outcome.message);
    return outcome;
  };
  return (
    <ActionForm action={send} org={org} hidden={{ import: upload }} aria-label="Rejected rows">
      {lines.map((line) => (
        <input
          key={line}
          type="hidden"
          name="rows"
          value={JSON.stringify({ line: Number(line), cells: mended[Number(line)] })}
        />
      ))}
      <section aria-label="Rejected rows" className="in-card overflow-auto rounded-lg border bg-raised">
        <table className="records max-md:block">
          <thead className="max-md:sr-only">
            <tr>
              <th>Line, and why</th>
              {columns.map(({ at, name }) => (
                <th key={at}>
                  <bdi>{name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="max-md:block">
            {rows.map((row) => (
              <Row
                key={row.line}
                row={row}
                columns={columns}
                cells={mended[row.line] ?? row.cells}
                change={edit && row.canMend ? (cells) => mend({ ...mended, [row.line]: cells }) : null}
              />
            ))}
          </tbody>
        </table>
      </section>
      {edit ? (
        <div className="flex justify-end">
          {lines.length > 0 ? (
            <Submit pending="Trying…">
              <span className="num">Try {plural(lines.length, "mended row")} again</span>
            </Submit>
          ) : (
            <p className="text-muted">Change a cell, then try its row again.</p>
          )}
        </div>
      ) : null}
    </ActionForm>
  );
}

type RowProps = {
  row: RejectedRow;
  columns: Column[];
  cells: string[];
  change: ((cells: string[]) => void) | null;
};

/** On a phone each row scrolls by itself: why, then the cell at fault, then the rest of it. */
function Row({ row, columns, cells, change }: RowProps) {
  return (
    <tr className="align-top *:py-2 max-md:flex max-md:overflow-x-auto max-md:*:h-auto max-md:*:shrink-0">
      <td className="max-w-44 min-w-44 text-small whitespace-normal text-stop md:max-w-64 md:min-w-64">
        <span className="num block text-muted">Line {row.line}</span>
        {row.sentence}
      </td>
      {columns.map(({ at, name, fault }) => (
        <td
          key={at}
          className={clsx(
            "max-md:w-44",
            fault ? "md:min-w-64" : "md:min-w-40",
            at === row.column ? "order-1" : "order-2",
          )}
        >
          <bdi aria-hidden className="mb-1 block truncate text-small text-muted md:hidden">
            {name}
          </bdi>
          {change ? (
            <input
              aria-label={`${name}, line ${row.line}`}
              aria-invalid={at === row.column ? true : undefined}
              className="h-7 w-full rounded border border-line-strong bg-raised px-2 aria-invalid:border-stop"
              value={cells[at] ?? ""}
              onChange={(event) => change(withCell(cells, at, event.target.value))}
            />
          ) : (
            <bdi className={clsx("block max-w-60 truncate", at === row.column && "text-stop")}>{cells[at] ?? ""}</bdi>
          )}
        </td>
      ))}
    </tr>
  );
}

/** A ragged row may be shorter than the cell that is written into it. */
function withCell(cells: string[], at: number, value: string): string[] {
  return Array.from({ length: Math.max(cells.length, at + 1) }, (_, n) => (n === at ? value : (cells[n] ?? "")));
}
