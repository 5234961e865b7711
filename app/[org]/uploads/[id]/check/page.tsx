import type { Metadata } from "next";
import { ActionButton } from "@/app/ui/action-button";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { Live } from "@/app/ui/live";
import { Note } from "@/app/ui/note";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Progress } from "@/app/ui/progress";
import { plural } from "@/lib/format";
import type { ImportView } from "@/lib/imports/imports";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { checkImport, startImport, stopChecking } from "../../actions";
import { onlyEditors } from "../../only-editors";
import { paceOf } from "../../words";
import { readChoosing } from "../import";
import { Removal } from "../removal";
import { Steps } from "../steps";
import { Found } from "./found";

export const metadata: Metadata = { title: "Check" };

/** What an import would do, told before anything is written. */
export default async function CheckPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params;
  const base = `/${org}/uploads/${id}`;
  const { ctx } = await memberContext(org, `${base}/check`);
  const { upload, version } = await readChoosing(ctx, org, id, "mapping", "checking", "ready");
  if (!may(ctx, "contacts.edit")) return onlyEditors(org);
  return (
    <>
      <PageHead title="Import contacts" sub={<bdi className="break-all">{upload.file}</bdi>} />
      <Steps here="Check" base={base} />
      <PageBody>
        {upload.state === "checking" ? <Checking org={org} upload={upload} /> : null}
        {upload.state === "mapping" ? <Unchecked org={org} upload={upload} /> : null}
        {upload.state === "ready" && upload.checked ? (
          <>
            <Found base={base} upload={upload} checked={upload.checked} />
            <Go org={org} upload={upload} />
          </>
        ) : null}
      </PageBody>
      <Live url={`${base}/pulse`} version={version} seconds={1} />
    </>
  );
}

function Checking({ org, upload }: { org: string; upload: ImportView }) {
  const share = upload.progress?.share ?? 0;
  return (
    <Card title="Checking the whole file">
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <span role="status" className="num text-muted">
          {upload.progress ? paceOf(upload.progress, "row") : "Starting"}
        </span>
        <div className="ml-auto">
          <ActionButton org={org} hidden={{ import: upload.id }} action={stopChecking} look="bare" pending="Stopping…">
            Stop
          </ActionButton>
        </div>
      </div>
      <Progress done={Math.round(share * 1000)} of={1000} label="Checking" />
      <p className="mt-2 text-small text-muted">Nothing is written yet. You may leave this page and come back.</p>
    </Card>
  );
}

/** A check that failed, was stopped, or is of choices that have changed since. */
function Unchecked({ org, upload }: { org: string; upload: ImportView }) {
  return (
    <Card>
      <div className="grid justify-items-start gap-4">
        {upload.error ? (
          <Note tone="stop">{upload.error}</Note>
        ) : (
          <p className="text-muted">The file was not checked with these choices yet.</p>
        )}
        <ActionButton org={org} hidden={{ import: upload.id }} action={checkImport} look="go" pending="Starting…">
          Check the file
        </ActionButton>
      </div>
    </Card>
  );
}

function Go({ org, upload }: { org: string; upload: ImportView }) {
  const { rows, rejected } = upload.checked!;
  return (
    <div className="flex flex-wrap items-center justify-end gap-2">
      <span className="max-sm:order-last">
        <Removal org={org} upload={upload.id} />
      </span>
      <LinkButton href={`/${org}/uploads/${upload.id}/options`} className="ml-auto">
        Back
      </LinkButton>
      {rows - rejected > 0 ? (
        <ActionButton org={org} hidden={{ import: upload.id }} action={startImport} look="go" pending="Starting…">
          <span className="num">Import {plural(rows - rejected, "row")}</span>
        </ActionButton>
      ) : null}
    </div>
  );
}
