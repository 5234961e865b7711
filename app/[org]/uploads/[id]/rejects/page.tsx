import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass, LinkButton } from "@/app/ui/button";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { plural } from "@/lib/format";
import { ListRejects, listRejects, type RejectColumn, type RejectedRow } from "@/lib/imports/rejects";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { readImport } from "../import";
import { MendRows } from "./mend-rows";
import { Reasons } from "./reasons";

export const metadata: Metadata = { title: "Rejected rows" };

type Props = {
  params: Promise<{ org: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Rows that were not taken: mended where they stand, and tried again. */
export default async function RejectsPage({ params, searchParams }: Props) {
  const { org, id } = await params;
  const base = `/${org}/uploads/${id}`;
  const { ctx } = await memberContext(org, `${base}/rejects`);
  const { upload } = await readImport(ctx, id);
  const mends = may(ctx, "contacts.edit") && upload.canMend;
  const asked = await searchParams;
  const reason = [asked.reason].flat()[0] || undefined;
  const read = ListRejects.safeParse({ import: id, reason, after: [asked.after].flat()[0] });
  const { rows, next, columns, reasons } = await listRejects(ctx, read.success ? read.data : { import: id, after: 0 });
  const at = (after: number) =>
    `${base}/rejects?${new URLSearchParams({ ...(reason && { reason }), after: `${after}` })}`;
  return (
    <>
      <PageHead title="Rejected rows" sub={<bdi className="break-all">{upload.file}</bdi>}>
        <LinkButton href={base}>Back to the result</LinkButton>
        {may(ctx, "contacts.export") ? (
          <a href={`${base}/rejects/file`} download className={buttonClass()}>
            Download as CSV
          </a>
        ) : null}
      </PageHead>
      <PageBody>
        {upload.counts.rejected === 0 ? (
          <NoneLeft href={base} to="See the result">
            No row is rejected any more.
          </NoneLeft>
        ) : (
          <>
            <p className="text-muted">
              {plural(upload.counts.rejected, "row")} could not be taken.{" "}
              {mends ? "Mend a cell where it stands and try it again; the file itself is not changed." : null}
            </p>
            <Reasons base={`${base}/rejects`} reasons={reasons} here={reason ?? null} />
            {rows.length === 0 ? (
              <NoneLeft href={`${base}/rejects`} to="See the others">
                None of these is rejected any more.
              </NoneLeft>
            ) : (
              <MendRows
                key={`${reason} ${rows.map(({ line, reason }) => `${line} ${reason}`).join()}`}
                org={org}
                upload={id}
                rows={rows}
                columns={faultsFirst(columns, rows)}
                edit={mends}
              />
            )}
            {next ? (
              <nav aria-label="Pages" className="flex justify-end">
                <LinkButton href={at(next)}>Next rows</LinkButton>
              </nav>
            ) : null}
          </>
        )}
      </PageBody>
    </>
  );
}

function NoneLeft({ href, to, children }: { href: string; to: string; children: string }) {
  return (
    <p className="py-8 text-center text-muted">
      {children}{" "}
      <Link href={href} className="underline underline-offset-3">
        {to}
      </Link>
    </p>
  );
}

/** What is to be mended stands beside why, also where the screen is narrow and the file wide. */
function faultsFirst(columns: RejectColumn[], rows: RejectedRow[]) {
  const faults = new Set(rows.map(({ column }) => column));
  const marked = columns.map((column) => ({ ...column, fault: faults.has(column.at) }));
  return [...marked.filter(({ fault }) => fault), ...marked.filter(({ fault }) => !fault)];
}
