"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/app/ui/button";
import { toast } from "@/app/ui/toaster";
import { formatNumber } from "@/lib/format";
import type { Suppressed } from "@/lib/suppressions/suppressions";
import { undoSuppress } from "./actions";

/** What came of an adding: how many, how many were there, and what could not be understood, line by line. */
export function Added({ org, result, close }: { org: string; result: Suppressed; close: () => void }) {
  const { added, already, notUnderstood, refused, undo } = result;
  const done = useRef<HTMLButtonElement>(null);
  useEffect(() => done.current?.focus(), []);
  const takeBack = async () => {
    close();
    const outcome = await undoSuppress(null, { org, token: undo });
    if (outcome.ok) toast.success(outcome.message ?? "Undone.");
    else toast.error(outcome.message);
  };
  return (
    <div role="status" className="grid gap-4">
      <ul className="num grid gap-1">
        <li className="font-medium">{formatNumber(added)} added</li>
        <li className="text-muted">{formatNumber(already)} already there</li>
        <li className="text-muted">{formatNumber(notUnderstood)} not understood</li>
      </ul>
      {refused.length > 0 ? <Refused lines={refused} more={notUnderstood - refused.length} /> : null}
      <div className="flex justify-end gap-2">
        {undo ? <Button onClick={() => void takeBack()}>Undo</Button> : null}
        <Button look="go" ref={done} onClick={close}>
          Done
        </Button>
      </div>
    </div>
  );
}

function Refused({ lines, more }: { lines: Suppressed["refused"]; more: number }) {
  return (
    <section aria-label="Not understood" className="max-h-48 overflow-auto rounded border">
      <table className="w-full text-left">
        <thead className="text-small text-muted">
          <tr className="*:px-3 *:py-1.5 *:font-medium">
            <th scope="col">Line</th>
            <th scope="col">What stands there</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ line, text }) => (
            <tr key={`${line} ${text}`} className="border-t *:px-3 *:py-1.5">
              <td className="num text-muted">{line}</td>
              <td className="break-all">
                <bdi>{text}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 ? <p className="num border-t px-3 py-1.5 text-muted">and {formatNumber(more)} more</p> : null}
    </section>
  );
}
