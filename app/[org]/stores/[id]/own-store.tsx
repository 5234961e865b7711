import Link from "next/link";
import { Card } from "@/app/ui/card";
import { CopyText } from "@/app/ui/copy-text";
import { Figure, Figures } from "@/app/ui/figures";
import { Live } from "@/app/ui/live";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { counted, formatNumber } from "@/lib/format";
import type { StoreDetail } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";
import { StoreState } from "../state";
import { Visits } from "./visits";

/** A store of any other make: what it was given, and how to give it more. */
export function OwnStore({
  ctx,
  org,
  store,
  version,
  zone,
}: {
  ctx: Ctx;
  org: string;
  store: StoreDetail;
  version: string;
  zone: string;
}) {
  return (
    <>
      <PageHead title={store.name} sub={<StoreState store={store} />} />
      <PageBody>
        <p className="-mt-2 text-muted">
          {store.currency} · {store.timeZone}
        </p>
        <Figures label="Figures of the store">
          <Figure value={formatNumber(store.contacts)}>{counted(store.contacts, "contact")}</Figure>
          <Figure value={formatNumber(store.counts.orders)}>{counted(store.counts.orders, "order")}</Figure>
        </Figures>
        <Card title="How people come here">
          <div className="grid max-w-2xl gap-4">
            <p>
              By programs with an{" "}
              <Link href={`/${org}/settings/api`} className="underline underline-offset-3">
                API key
              </Link>
              , by{" "}
              <Link href={`/${org}/forms`} className="underline underline-offset-3">
                sign-up forms
              </Link>
              , and by{" "}
              <Link href={`/${org}/uploads/new`} className="underline underline-offset-3">
                files
              </Link>
              . Orders come by the API too; totals and timelines follow from them. The{" "}
              <Link href="/developers" className="underline underline-offset-3">
                reference
              </Link>{" "}
              shows every call.
            </p>
            <CopyText label="The store’s id, as “store” in calls" value={store.id} />
          </div>
        </Card>
        <Visits ctx={ctx} org={org} store={store} zone={zone} />
      </PageBody>
      <Live url={`/${org}/stores/${store.id}/pulse`} version={version} />
    </>
  );
}
