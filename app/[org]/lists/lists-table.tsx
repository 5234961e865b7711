import Link from "next/link";
import { CardTable, Counting } from "@/app/ui/card-table";
import { RowLinks } from "@/app/ui/row-links";
import { Change, ChangeBelow } from "@/app/ui/sparkline";
import { Count, Time } from "@/app/ui/values";
import type { ListFigures } from "@/lib/lists/figures";
import type { List } from "@/lib/lists/lists";
import { ListMenu } from "./list-menu";

type Props = { lists: List[]; figures: Map<string, ListFigures> | null; org: string; zone: string; edit: boolean };

const empty: ListFigures = { members: 0, subscribed: 0, growth: { change: 0, days: [] } };

/** `figures` are null while they are counted. */
export function ListsTable({ lists, figures, org, zone, edit }: Props) {
  return (
    <CardTable
      label="Lists"
      last={edit ? "Actions" : null}
      head={
        <>
          <th>Name</th>
          <th className="right">Members</th>
          <th className="right max-md:hidden">Subscribed by email</th>
          <th className="right max-md:hidden">Last 30 days</th>
          <th className="max-md:hidden">Created</th>
        </>
      }
    >
      <RowLinks>
        {lists.map((list) => (
          <Row key={list.id} list={list} of={figures && (figures.get(list.id) ?? empty)} {...{ org, zone, edit }} />
        ))}
      </RowLinks>
    </CardTable>
  );
}

type RowProps = { list: List; of: ListFigures | null; org: string; zone: string; edit: boolean };

function Row({ list, of, org, zone, edit }: RowProps) {
  const { id, name, description, createdAt } = list;
  const href = `/${org}/contacts?list=${id}`;
  return (
    <tr data-href={href} className="cursor-pointer">
      <td className="w-full max-w-0 py-1">
        <Link href={href} prefetch={false} className="font-medium">
          <bdi>{name}</bdi>
        </Link>
        {description ? (
          <bdi className="block truncate text-small text-muted" title={description}>
            {description}
          </bdi>
        ) : null}
      </td>
      <td className="right">
        {of ? <Count value={of.members} /> : <Counting />}
        <ChangeBelow growth={of?.growth} />
      </td>
      <td className="right max-md:hidden">{of ? <Count value={of.subscribed} /> : <Counting />}</td>
      <td className="right max-md:hidden">{of ? <Change growth={of.growth} /> : <Counting />}</td>
      <td className="text-muted max-md:hidden">
        <Time at={createdAt} zone={zone} as="day" />
      </td>
      {edit ? (
        <td className="right w-px">
          <ListMenu org={org} list={{ id, name, description, members: of?.members ?? null }} />
        </td>
      ) : null}
    </tr>
  );
}
