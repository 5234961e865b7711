import { ActionButton } from "@/app/ui/action-button";
import { Card } from "@/app/ui/card";
import { Progress } from "@/app/ui/progress";
import type { ImportView } from "@/lib/imports/imports";
import { cancelImport } from "../actions";
import { paceOf } from "../words";

/** The bar while an import runs or is undone. One may leave the page: it goes on. */
export function Running({ org, upload, edit }: { org: string; upload: ImportView; edit: boolean }) {
  const { state, progress, stopping } = upload;
  if (!progress || (state !== "running" && state !== "undoing")) return null;
  const label = state === "running" ? "Importing" : "Undoing";
  return (
    <Card>
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="num font-medium">
          {label}, {Math.floor(progress.share * 100)} %
        </span>
        <span role="status" className="num text-muted">
          {stopping ? "Stopping after this part" : paceOf(progress, state === "running" ? "row" : "contact")}
        </span>
        {state === "running" && edit && !stopping ? (
          <div className="ml-auto">
            <ActionButton
              org={org}
              hidden={{ import: upload.id }}
              action={cancelImport}
              look="bare"
              pending="Stopping…"
            >
              Cancel
            </ActionButton>
          </div>
        ) : null}
      </div>
      <Progress done={Math.round(progress.share * 1000)} of={1000} label={label} />
      <p className="mt-2 text-small text-muted">You may leave this page. It goes on, and the result stays here.</p>
    </Card>
  );
}
