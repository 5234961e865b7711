import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { Live } from "@/app/ui/live";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Progress } from "@/app/ui/progress";
import { Status } from "@/app/ui/status";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { sizeOf, states } from "../words";
import { placeOf, readImport } from "./import";
import { Removal } from "./removal";
import { Result } from "./result";
import { Resume } from "./resume";
import { Running } from "./running";
import { Steps } from "./steps";

type Props = { params: Promise<{ org: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/uploads/${id}`);
  return { title: (await readImport(ctx, id)).upload.file };
}

/** An import that was started: how far it is, and what came of it. Before, its file on the way here. */
export default async function UploadPage({ params }: Props) {
  const { org, id } = await params;
  const base = `/${org}/uploads/${id}`;
  const { ctx, organization } = await memberContext(org, base);
  const { version, upload } = await readImport(ctx, id);
  const place = placeOf(org, upload);
  if (place !== base) redirect(place);
  const { tone, word } = states[upload.state];
  const uploading = upload.state === "uploading";
  const edit = may(ctx, "contacts.edit");
  return (
    <>
      <PageHead title={<bdi className="break-all">{upload.file}</bdi>} sub={<Status tone={tone}>{word}</Status>}>
        <LinkButton href={`/${org}/uploads`}>All uploads</LinkButton>
      </PageHead>
      <Steps here={uploading ? "File" : "Result"} base={base} />
      <PageBody>
        {uploading ? (
          <Card title="The file is not here as a whole yet">
            <div className="grid max-w-2xl gap-4">
              <div className="grid gap-2">
                <span className="num">
                  {sizeOf(upload.received)} of {sizeOf(upload.size)}
                </span>
                <Progress done={upload.received} of={upload.size} label={`Here of ${upload.file}`} />
              </div>
              <p className="text-muted">
                If it is being uploaded in another window, this page follows. If that broke off, choose the same file
                again: only what is missing is sent.
              </p>
              {edit ? <Resume org={org} upload={id} name={upload.file} size={upload.size} /> : null}
              {edit ? <Removal org={org} upload={id} /> : null}
            </div>
          </Card>
        ) : (
          <>
            <Running org={org} upload={upload} edit={edit} />
            <Result
              org={org}
              upload={upload}
              zone={organization.timeZone}
              edit={edit}
              take={may(ctx, "contacts.export")}
            />
          </>
        )}
      </PageBody>
      <Live url={`${base}/pulse`} version={version} seconds={1} />
    </>
  );
}
