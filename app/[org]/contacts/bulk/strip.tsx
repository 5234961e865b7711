/** On the contacts page: what is being done to many now, and for two minutes what came of it. */
import Link from "next/link";
import { Live } from "@/app/ui/live";
import { type BulkView, bulkVersion, recentBulk } from "@/lib/bulk/show";
import type { Ctx } from "@/lib/tenancy";
import { Action } from "./action";

/**
 * To be read before the rows: a strip newer than its rows would call them tagged, and nobody would look again. For the
 * same reason its version is older than what it shows; it is only asked for where something runs.
 */
export async function readStrip(ctx: Ctx) {
  const actions = await recentBulk(ctx);
  if (!actions.some(runs)) return { version: "", actions };
  return { version: await bulkVersion(ctx), actions: await recentBulk(ctx) };
}

const runs = ({ state }: BulkView) => state === "running" || state === "undoing";

type Strip = Awaited<ReturnType<typeof readStrip>>;

export function BulkStrip({ ctx, org, strip: { version, actions } }: { ctx: Ctx; org: string; strip: Strip }) {
  if (actions.length === 0) return null;
  return (
    <section aria-label="Bulk actions" className="grid gap-2 px-4 pb-3 md:px-6">
      {actions.map((action) => (
        <div key={action.id} className="rounded border bg-raised px-3 py-2">
          <Action ctx={ctx} org={org} action={action}>
            <Link href={`/${org}/contacts/bulk/${action.id}`} className="text-muted underline-offset-3 hover:underline">
              Details
            </Link>
          </Action>
        </div>
      ))}
      {version && actions.some(runs) ? (
        <Live url={`/${org}/contacts/bulk/pulse`} version={version} seconds={1} />
      ) : null}
    </section>
  );
}
