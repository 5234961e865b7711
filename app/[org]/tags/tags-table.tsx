import Link from "next/link";
import { CardTable, Counting } from "@/app/ui/card-table";
import { RowLinks } from "@/app/ui/row-links";
import { Change, ChangeBelow } from "@/app/ui/sparkline";
import { Tag, tagColour } from "@/app/ui/tag";
import { Count, Time } from "@/app/ui/values";
import type { TagFigures } from "@/lib/tags/figures";
import type { Tag as TagLine } from "@/lib/tags/tags";
import { TagMenu } from "./tag-menu";

type Props = { tags: TagLine[]; figures: Map<string, TagFigures> | null; org: string; zone: string; edit: boolean };

const nobody: TagFigures = { contacts: 0, growth: { change: 0, days: [] } };

/** `figures` are null while they are counted. */
export function TagsTable({ tags, figures, org, zone, edit }: Props) {
  return (
    <CardTable
      label="Tags"
      last={edit ? "Actions" : null}
      head={
        <>
          <th>Tag</th>
          <th className="right">Contacts</th>
          <th className="right max-md:hidden">Last 30 days</th>
          <th className="max-md:hidden">Created</th>
        </>
      }
    >
      <RowLinks>
        {tags.map((tag) => (
          <Row key={tag.id} tag={tag} of={figures && (figures.get(tag.id) ?? nobody)} {...{ org, zone, edit }} />
        ))}
      </RowLinks>
    </CardTable>
  );
}

type RowProps = { tag: TagLine; of: TagFigures | null; org: string; zone: string; edit: boolean };

function Row({ tag: { id, name, colour, createdAt }, of, org, zone, edit }: RowProps) {
  const href = `/${org}/contacts?tag=${id}`;
  return (
    <tr data-href={href} className="cursor-pointer">
      <td className="w-full max-w-0 py-1">
        <Link href={href} prefetch={false} title={name}>
          <Tag colour={tagColour(colour)}>
            <bdi className="truncate">{name}</bdi>
          </Tag>
        </Link>
      </td>
      <td className="right max-md:py-1.5">
        {of ? <Count value={of.contacts} /> : <Counting />}
        <ChangeBelow growth={of?.growth} />
      </td>
      <td className="right max-md:hidden">{of ? <Change growth={of.growth} /> : <Counting />}</td>
      <td className="text-muted max-md:hidden">
        <Time at={createdAt} zone={zone} as="day" />
      </td>
      {edit ? (
        <td className="right w-px">
          <TagMenu org={org} tag={{ id, name, colour, contacts: of?.contacts ?? null }} />
        </td>
      ) : null}
    </tr>
  );
}
