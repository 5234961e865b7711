/** How many match: at once exact or "about", and where it is about, the exact number follows by itself. */
import { Suspense } from "react";
import { Count } from "@/app/ui/values";
import { countContactsQuickly, countContactsWithin } from "@/lib/contacts/directory";
import type { Query } from "@/lib/contacts/directory/params";
import type { Ctx } from "@/lib/tenancy";

export function Tally({ ctx, query }: { ctx: Ctx; query: Query }) {
  return (
    <Suspense fallback={<span className="text-faint">counting…</span>}>
      <Quick ctx={ctx} query={query} />
    </Suspense>
  );
}

async function Quick({ ctx, query }: { ctx: Ctx; query: Query }) {
  const { n, exact } = await countContactsQuickly(ctx, query);
  if (exact) return <Count value={n} />;
  return (
    <Suspense fallback={<Count value={n} exact={false} />}>
      <Exact ctx={ctx} query={query} about={n} />
    </Suspense>
  );
}

/** A count that takes half a minute is not worth its processor: the page stays with "about". */
async function Exact({ ctx, query, about }: { ctx: Ctx; query: Query; about: number }) {
  const n = await countContactsWithin(ctx, query, 30);
  return <Count value={n ?? about} exact={n !== null} />;
}
