import Link from "next/link";
import { CardTable } from "@/app/ui/card-table";
import { RowLinks } from "@/app/ui/row-links";
import { Status } from "@/app/ui/status";
import { Count, Time } from "@/app/ui/values";
import { platformName } from "@/app/ui/words";
import type { ImportView } from "@/lib/imports/imports";
import { placeOf } from "./[id]/import";
import { kindWords, states } from "./words";

export function UploadsTable({ uploads, org, zone }: { uploads: ImportView[]; org: string; zone: string }) {
  return (
    <CardTable
      label="File uploads"
      head={
        <>
          <th>File</th>
          <th className="max-sm:hidden">State</th>
          <th className="right">Loaded</th>
          <th className="right max-md:hidden">Updated</th>
          <th className="right max-md:hidden">Rejected</th>
          <th className="max-md:hidden">Store</th>
          <th className="max-md:hidden">By</th>
          <th className="max-md:hidden">When</th>
        </>
      }
    >
      <RowLinks>
        {uploads.map((upload) => (
          <Row key={upload.id} upload={upload} org={org} zone={zone} />
        ))}
      </RowLinks>
    </CardTable>
  );
}

function Row({ upload, org, zone }: { upload: ImportView; org: string; zone: string }) {
  const { file, kind, state, counts, store, by, createdAt, askedAt, progress } = upload;
  const href = placeOf(org, upload);
  const { tone, word } = states[state];
  const share = state === "running" && progress ? ` · ${Math.floor(progress.share * 100)} %` : "";
  const figure = (value: number) => (askedAt ? <Count value={value} /> : <span className="text-faint">–</span>);
  const standing = (
    <Status tone={tone}>
      <span className="num">
        {word}
        {share}
      </span>
    </Status>
  );
  return (
    <tr data-href={href} className="cursor-pointer">
      <td className="w-full max-w-0 py-1">
        <Link href={href} prefetch={false} className="block truncate font-medium" title={file}>
          <bdi>{file}</bdi>
        </Link>
        {kind === "contacts" ? null : (
          <span className="block truncate text-small text-muted max-sm:hidden">{kindWords[kind].name}</span>
        )}
        <span className="block truncate text-small sm:hidden">
          {standing}
          {kind === "contacts" ? null : <span className="text-muted"> · {kindWords[kind].name}</span>}
        </span>
      </td>
      <td className="max-sm:hidden">{standing}</td>
      <td className="right">
        {figure(counts.loaded)}
        {counts.rejected > 0 ? (
          <span className="block text-small text-muted md:hidden">
            <Count value={counts.rejected} /> rejected
          </span>
        ) : null}
      </td>
      <td className="right max-md:hidden">{figure(counts.updated)}</td>
      <td className="right max-md:hidden">{figure(counts.rejected)}</td>
      <td className="text-muted max-md:hidden">
        <bdi>
          {platformName(store.platform)} · {store.name}
        </bdi>
      </td>
      <td className="text-muted max-md:hidden">
        <bdi>{by}</bdi>
      </td>
      <td className="text-muted max-md:hidden">
        <Time at={createdAt} zone={zone} as="ago" />
      </td>
    </tr>
  );
}
