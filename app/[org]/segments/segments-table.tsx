import { clsx } from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { CardTable } from "@/app/ui/card-table";
import { RowLinks } from "@/app/ui/row-links";
import { SortLink, sortedWay } from "@/app/ui/sort-link";
import { Change, ChangeBelow, signed } from "@/app/ui/sparkline";
import { Count, Time } from "@/app/ui/values";
import { formatNumber } from "@/lib/format";
import type { Listed, SegmentSort } from "@/lib/segments/page";
import { type Asked, addressOf } from "./asked";
import { inMenu } from "./segment-in-menu";
import { SegmentMenu } from "./segment-menu";
import { SegmentState } from "./state";

type Props = { segments: Listed[]; asked: Asked; org: string; zone: string; edit: boolean };

export function SegmentsTable({ segments, asked, org, zone, edit }: Props) {
  const head = { org, asked };
  return (
    <CardTable
      label="Segments"
      last={edit ? "Actions" : null}
      head={
        <>
          <Head {...head} sort="name">
            Name
          </Head>
          <th className="max-md:hidden">Status</th>
          <Head {...head} sort="size" right>
            People
          </Head>
          <Head {...head} sort="growth" right wide>
            Last 30 days
          </Head>
          <th className="right max-md:hidden">Today</th>
          <Head {...head} sort="refreshed" wide>
            Refreshed
          </Head>
          <th className="max-lg:hidden">Used by</th>
        </>
      }
    >
      <RowLinks>
        {segments.map((segment) => (
          <Row key={segment.id} segment={segment} org={org} zone={zone} edit={edit} />
        ))}
      </RowLinks>
    </CardTable>
  );
}

type HeadProps = {
  org: string;
  asked: Asked;
  sort: SegmentSort;
  right?: boolean;
  /** Not at phone width. */
  wide?: boolean;
  children: ReactNode;
};

/** Names begin with A, all else with the most; a second press turns it. */
function Head({ org, asked, sort, right, wide, children }: HeadProps) {
  const on = asked.sort === sort;
  const down = on ? (sort === "name") === asked.turned : null;
  return (
    <th aria-sort={sortedWay(down)} className={clsx(right && "right", wide && "max-md:hidden")}>
      <SortLink href={addressOf(org, asked, { sort, turned: on && !asked.turned })} down={down}>
        {children}
      </SortLink>
    </th>
  );
}

function Row({ segment, org, zone, edit }: { segment: Listed; org: string; zone: string; edit: boolean }) {
  const { id, name, description, state, size, growth, today, refreshedAt, usedBy } = segment;
  const href = `/${org}/segments/${id}`;
  const none = <span className="text-faint">–</span>;
  const active = state === "active";
  return (
    <tr data-href={href} className="cursor-pointer">
      <td className="w-full max-w-0 py-1">
        <Link href={href} prefetch={false} className="block truncate font-medium">
          <bdi>{name}</bdi>
        </Link>
        {description ? (
          <bdi className="block truncate text-small text-muted max-md:hidden" title={description}>
            {description}
          </bdi>
        ) : null}
        <span className="text-small text-muted md:hidden">
          <SegmentState segment={segment} />
        </span>
      </td>
      <td className="max-md:hidden">
        <SegmentState segment={segment} />
      </td>
      <td className="right">
        {active ? <Count value={size} /> : none}
        <ChangeBelow growth={active ? growth : undefined} />
      </td>
      <td className="right max-md:hidden">{active ? <Change growth={growth} /> : none}</td>
      <td className="right num max-md:hidden">{active ? <Today {...today} /> : none}</td>
      <td className="text-muted max-md:hidden">
        <Time at={active ? refreshedAt : null} zone={zone} as="ago" />
      </td>
      <td className="max-w-40 truncate text-muted max-lg:hidden">
        <UsedBy users={usedBy} />
      </td>
      {edit ? (
        <td className="right w-px">
          <SegmentMenu org={org} segment={inMenu(segment)} />
        </td>
      ) : null}
    </tr>
  );
}

function Today({ joined, left }: Listed["today"]) {
  if (joined === 0 && left === 0) return <span className="text-faint">0</span>;
  return (
    <span title={`${formatNumber(joined)} joined and ${formatNumber(left)} left today`}>
      {signed(joined)} {left > 0 ? signed(-left) : null}
    </span>
  );
}

function UsedBy({ users }: { users: Listed["usedBy"] }) {
  const [first] = users;
  if (!first) return <span className="text-faint">–</span>;
  const names = users.map(({ name }) => name).join(", ");
  return <bdi title={names}>{users.length === 1 ? first.name : `${users.length} segments`}</bdi>;
}
