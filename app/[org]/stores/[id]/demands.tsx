/** People who asked the shop for what is held of them: the platform passed it on, the merchant hands it over. */
import { Card } from "@/app/ui/card";
import { Time } from "@/app/ui/values";
import { formatNumber } from "@/lib/format";
import { listDemands } from "@/lib/privacy/demands";
import type { StoreDetail } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";

export async function DemandsHere({
  ctx,
  org,
  store,
  zone,
}: {
  ctx: Ctx;
  org: string;
  store: StoreDetail;
  zone: string;
}) {
  const { open, erased, handedOver } = await listDemands(ctx, { store: store.id });
  if (open.length + erased + handedOver === 0) return null;
  return (
    <Card title="Privacy" note="what people asked of the shop, passed on by its platform">
      {open.length > 0 ? (
        <ul className="mb-3 grid">
          {open.map((one) => (
            <li key={one.contact} className="flex flex-wrap items-baseline gap-x-3 border-b py-2">
              <span className="break-all">{one.name}</span>
              <span className="text-small text-muted">
                asked for their data <Time at={one.receivedAt} zone={zone} />; due within thirty days
              </span>
              <a
                className="ml-auto underline underline-offset-3"
                href={`/${org}/contacts/${one.contact}/export`}
                download
              >
                Download to hand over
              </a>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="text-muted">
        Data handed over: {formatNumber(handedOver)} · erased: {formatNumber(erased)}
      </p>
    </Card>
  );
}
