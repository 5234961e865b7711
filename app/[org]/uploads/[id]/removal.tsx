import { ActionButton } from "@/app/ui/action-button";
import { removeUpload } from "../actions";

/** Gives up a file that was not imported yet. */
export function Removal({ org, upload }: { org: string; upload: string }) {
  return (
    <ActionButton org={org} hidden={{ import: upload }} action={removeUpload} look="bare" pending="Removing…">
      Remove this upload
    </ActionButton>
  );
}
