import type { Metadata } from "next";
import { CardTable } from "@/app/ui/card-table";
import { EmptyState } from "@/app/ui/empty-state";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Count } from "@/app/ui/values";
import { listSegments } from "@/lib/segments/show";
import { memberContext } from "@/lib/web/session";

export const metadata: Metadata = { title: "Segments" };

export default async function SegmentsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { ctx } = await memberContext(org, `/${org}/segments`);
  const segments = await listSegments(ctx);
  if (segments.length === 0)
    return (
      <EmptyState page title="A segment is a condition that is kept true">
        Say who is meant, such as everybody who bought twice in 90 days. Whoever begins to meet it enters by themselves,
        and whoever does not any more leaves.
      </EmptyState>
    );
  const head = (
    <>
      <th scope="col">Segment</th>
      <th scope="col" className="right">
        People
      </th>
    </>
  );
  return (
    <>
      <PageHead title="Segments" sub={segments.length} />
      <PageBody>
        <CardTable label="Segments" head={head}>
          <tbody>
            {segments.map(({ id, name, size }) => (
              <tr key={id}>
                <td>{name}</td>
                <td className="right">
                  <Count value={size} />
                </td>
              </tr>
            ))}
          </tbody>
        </CardTable>
      </PageBody>
    </>
  );
}
