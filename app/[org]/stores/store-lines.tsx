import Link from "next/link";
import { Time } from "@/app/ui/values";
import { plural } from "@/lib/format";
import type { StoreSummary } from "@/lib/stores/stores";
import { StoreState } from "./state";

/** Each store in one line: what it is, how it stands, how many, what happened last. */
export function StoreLines({ stores, org, zone }: { stores: StoreSummary[]; org: string; zone: string }) {
  return (
    <ul>
      {stores.map((store) => (
        <li key={store.id} className="border-b first:-mt-2 last:-mb-2 last:border-0">
          <Link
            href={`/${org}/stores/${store.id}`}
            className="-mx-2 grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-0.5 rounded px-2 py-2.5 hover:bg-hover md:grid-cols-[minmax(0,3fr)_minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1.3fr)]"
          >
            <span className="col-span-2 truncate font-medium md:col-span-1" title={store.name}>
              {store.platform} · {store.name}
            </span>
            <span>
              <StoreState store={store} />
            </span>
            <span className="num justify-self-end text-muted md:justify-self-start">
              {plural(store.contacts, "contact")}
            </span>
            <span className="col-span-2 text-small text-muted md:col-span-1 md:justify-self-end">
              <LastNews store={store} zone={zone} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function LastNews({ store, zone }: { store: StoreSummary; zone: string }) {
  if (store.lastDeliveryAt) {
    return (
      <>
        last change <Time at={store.lastDeliveryAt} zone={zone} as="ago" />
      </>
    );
  }
  if (!store.called) return null;
  if (!store.lastSync) return "never read";
  return (
    <>
      last read <Time at={store.lastSync.startedAt} zone={zone} as="ago" />
    </>
  );
}
