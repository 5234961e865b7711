import Link from "next/link";
import { CardTable } from "@/app/ui/card-table";
import { Time } from "@/app/ui/values";
import { channelWords } from "@/app/ui/words";
import type { Suppression } from "@/lib/suppressions/suppressions";
import { Lift } from "./lift";
import { Reason } from "./reason";

type Props = { items: Suppression[]; org: string; zone: string; edit: boolean };

export function SuppressionsTable({ items, org, zone, edit }: Props) {
  return (
    <CardTable
      label="Suppressions"
      last={edit ? "Lift" : null}
      head={
        <>
          <th>Address</th>
          <th className="max-md:hidden">Reason</th>
          <th className="max-md:hidden">Channel</th>
          <th className="max-md:hidden">Note</th>
          <th className="max-md:hidden">Added</th>
          <th className="max-md:hidden">By</th>
        </>
      }
    >
      <tbody>
        {items.map((item) => (
          <Row key={item.id} item={item} org={org} zone={zone} edit={edit} />
        ))}
      </tbody>
    </CardTable>
  );
}

function Row({ item, org, zone, edit }: { item: Suppression; org: string; zone: string; edit: boolean }) {
  const { id, address, channel, reason, note, addedAt, addedBy } = item;
  return (
    <tr>
      <td className="w-full max-w-0">
        <Address address={address} org={org} />
        <span className="block text-small md:hidden">
          <Reason of={reason} />
        </span>
      </td>
      <td className="max-md:hidden">
        <Reason of={reason} />
      </td>
      <td className="text-muted max-md:hidden">{channelWords[channel]}</td>
      <td className="text-muted max-md:hidden" title={note || undefined}>
        <bdi>{note}</bdi>
      </td>
      <td className="text-muted max-md:hidden">
        <Time at={addedAt} zone={zone} as="ago" />
      </td>
      <td className="text-muted max-md:hidden">
        <bdi>{addedBy}</bdi>
      </td>
      {edit ? (
        <td className="right w-px">
          {reason === "manual" && address ? <Lift org={org} suppression={id} address={address} /> : null}
        </td>
      ) : null}
    </tr>
  );
}

function Address({ address, org }: { address: string | null; org: string }) {
  if (address === null) return <span className="text-muted">erased</span>;
  return (
    <Link
      href={`/${org}/contacts?q=${encodeURIComponent(address)}`}
      prefetch={false}
      className="font-medium"
      title={address}
    >
      <bdi>{address}</bdi>
    </Link>
  );
}
