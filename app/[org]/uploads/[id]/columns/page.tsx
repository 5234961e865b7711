import type { Metadata } from "next";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { Note } from "@/app/ui/note";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Failure } from "@/lib/errors";
import { type Looked, lookAtImport } from "@/lib/imports/settings";
import { may } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";
import { memberContext } from "@/lib/web/session";
import { onlyEditors } from "../../only-editors";
import { readChoosing } from "../import";
import { Removal } from "../removal";
import { Steps } from "../steps";
import { countryNames } from "./countries";
import { FileFacts } from "./file-facts";
import { MappingForm } from "./mapping-form";
import { shownColumns } from "./shown";

export const metadata: Metadata = { title: "Columns" };

export default async function ColumnsPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/uploads/${id}/columns`);
  const { upload } = await readChoosing(ctx, org, id, "mapping", "ready");
  if (!may(ctx, "contacts.edit")) return onlyEditors(org);
  const looked = await look(ctx, id);
  const base = `/${org}/uploads/${id}`;
  return (
    <>
      <PageHead
        title="Import contacts"
        sub={"refusal" in looked ? <bdi className="break-all">{upload.file}</bdi> : null}
      />
      <Steps here="Columns" base={base} />
      <PageBody>
        {"refusal" in looked ? (
          <Refused org={org} upload={id} refusal={looked.refusal} />
        ) : (
          <>
            <FileFacts org={org} upload={upload} looked={looked} />
            {looked.rows.length === 0 ? (
              <Note tone="wait">
                There is no row of data in this file{looked.header ? " below its header" : ""}: nobody would be
                imported.
              </Note>
            ) : null}
            <MappingForm
              // Read another way, the columns are others.
              key={JSON.stringify(looked.reading)}
              org={org}
              upload={id}
              meaning={looked.meaning}
              columns={shownColumns(looked)}
              lines={looked.lines.slice(0, 2)}
              own={looked.fields}
              countries={countryNames()}
            />
          </>
        )}
      </PageBody>
    </>
  );
}

/** What is in the file, or the sentence that says why it cannot be read. */
async function look(ctx: Ctx, id: string): Promise<Looked | { refusal: string }> {
  try {
    return await lookAtImport(ctx, { import: id });
  } catch (error) {
    if (error instanceof Failure && error.problem === "invalid") return { refusal: error.message };
    throw error;
  }
}

function Refused({ org, upload, refusal }: { org: string; upload: string; refusal: string }) {
  return (
    <Card>
      <div className="grid gap-4">
        <Note tone="stop">{refusal}</Note>
        <div className="flex flex-wrap gap-2">
          <LinkButton href={`/${org}/uploads/new`}>Upload another file</LinkButton>
          <Removal org={org} upload={upload} />
        </div>
      </div>
    </Card>
  );
}
