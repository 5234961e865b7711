/** One bulk action: its bar while it runs, its result when it has ended, and what one can do with it. */
import type { ReactNode } from "react";
import { ActionButton } from "@/app/ui/action-button";
import { buttonClass } from "@/app/ui/button";
import { Progress } from "@/app/ui/progress";
import { Status, type Tone } from "@/app/ui/status";
import { traits } from "@/lib/bulk/kinds";
import type { BulkView } from "@/lib/bulk/show";
import { formatNumber, plural } from "@/lib/format";
import { may } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";
import { cancelBulkAction, undoBulkAction } from "./actions";
import { doingOf, doneOf, pace } from "./words";

type Props = { ctx: Ctx; org: string; action: BulkView; children?: ReactNode };

export function Action({ ctx, org, action, children }: Props) {
  const runs = action.state === "running" || action.state === "undoing";
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {runs ? (
          <>
            <span className="num min-w-0 truncate font-medium" title={doingOf(action)}>
              {doingOf(action)}
            </span>
            <span role="status" className="num text-muted">
              {action.stopping ? "Stopping after this batch" : pace(action).join(" · ")}
            </span>
          </>
        ) : (
          <Result action={action} />
        )}
        <div className="ml-auto flex items-center gap-2">
          <Buttons ctx={ctx} org={org} action={action} />
          {children}
        </div>
      </div>
      {runs ? (
        <div className="mt-2">
          <Progress done={action.done} of={action.expected} label={doingOf(action)} />
        </div>
      ) : null}
    </>
  );
}

export const states: Record<BulkView["state"], { tone: Tone; word: string }> = {
  running: { tone: "wait", word: "Running" },
  done: { tone: "ok", word: "Done" },
  failed: { tone: "stop", word: "Failed" },
  cancelled: { tone: "none", word: "Cancelled" },
  undoing: { tone: "wait", word: "Being undone" },
  undone: { tone: "none", word: "Undone" },
};

/** "Tagged 48,213 contacts: “VIP”", and what is to be said beside. */
export function Result({ action }: { action: BulkView }) {
  return (
    <Status tone={states[action.state].tone} wrap>
      <span className="num">{resultOf(action)}</span>
    </Status>
  );
}

export function resultOf(action: BulkView): string {
  const told = doneOf(action);
  if (action.state === "undone") {
    const kept = action.changed - action.undone;
    return `${told}. Undone${kept > 0 ? `, but for ${formatNumber(kept)} that changed since` : ""}`;
  }
  if (action.state === "cancelled")
    return `${told}. Cancelled after ${formatNumber(action.done)} of ${plural(action.expected, "contact")}`;
  if (action.state === "failed") return `${told}, then it failed: ${action.error ?? "something went wrong"}`;
  const rest = action.done - action.changed;
  if (action.state !== "done" || rest === 0 || action.kind === "export") return told;
  return `${told}; with ${formatNumber(rest)} nothing had to be changed`;
}

function Buttons({ ctx, org, action }: Props) {
  const hidden = { bulk: action.id };
  const allowed = may(ctx, traits[action.kind].permission);
  return (
    <>
      {action.hasFile && may(ctx, "contacts.export") ? (
        <a href={`/${org}/contacts/bulk/${action.id}/file`} download className={buttonClass()}>
          Download
        </a>
      ) : null}
      {action.state === "running" && allowed && !action.stopping ? (
        <ActionButton org={org} hidden={hidden} action={cancelBulkAction} look="bare" pending="Stopping…">
          Cancel
        </ActionButton>
      ) : null}
      {action.canUndo && allowed ? (
        <ActionButton org={org} hidden={hidden} action={undoBulkAction} pending="Starting…">
          Undo
        </ActionButton>
      ) : null}
    </>
  );
}
