/** While a store is being read the list says so, and fills under one's eyes. */
import Link from "next/link";
import { Live } from "@/app/ui/live";
import { Note } from "@/app/ui/note";
import { formatNumber, plural } from "@/lib/format";
import { type Reading, storesBeingRead, storesVersion } from "@/lib/home";
import type { Ctx } from "@/lib/tenancy";

export async function BeingRead({ ctx, org }: { ctx: Ctx; org: string }) {
  const version = await storesVersion(ctx);
  const stores = await storesBeingRead(ctx);
  if (stores.length === 0) return null;
  return (
    <div className="px-4 pb-3 md:px-6">
      <Note>
        {stores.map((store) => (
          <p key={store.store} className="num">
            <Link href={`/${org}/stores/${store.store}`} className="font-medium hover:underline">
              {store.name}
            </Link>{" "}
            is being read: {progress(store)}
          </p>
        ))}
      </Note>
      <Live url={`/${org}/stores/pulse`} version={version} />
    </div>
  );
}

function progress({ done, of }: Reading): string {
  return of === null ? `${plural(done, "record")} so far.` : `${formatNumber(done)} of ${plural(of, "record")}.`;
}
