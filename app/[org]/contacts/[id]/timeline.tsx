/** The timeline: days as headings, kinds as filters, older pages by cursor. */
import { Fragment } from "react";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { ChipLink } from "@/app/ui/chip";
import { Note } from "@/app/ui/note";
import { Failure } from "@/lib/errors";
import { dayKey, formatClock, formatHeading } from "@/lib/format";
import type { Ctx } from "@/lib/tenancy";
import { type Group, groups, type Line, mostPages, readTimeline } from "@/lib/timeline/read";
import { Icon, Told } from "./line";

const titles: Record<Group, string> = {
  orders: "Orders",
  consent: "Consent",
  groups: "Tags & lists",
  visits: "Visits",
  changes: "Changes",
};

type Props = {
  ctx: Ctx;
  org: string;
  contact: string;
  group?: Group | undefined;
  before?: string | undefined;
  /** How many pages of lines stand below each other. */
  pages?: number;
  zone: string;
  /** Whether the person was ever seen in the storefront. */
  visits?: boolean;
  /** Only the newest few lines, and a link to all. */
  brief?: boolean;
};

const linesInBrief = 10;

export async function Timeline({ ctx, org, contact, group, before, pages = 1, zone, visits, brief }: Props) {
  const base = `/${org}/contacts/${contact}`;
  const { lines: read, next, problem } = await readLines(ctx, { contact, group, before, pages });
  const lines = brief ? read.slice(0, linesInBrief) : read;
  return (
    <Card>
      <div className="mb-1 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2>Timeline</h2>
        {brief ? null : <Kinds base={base} group={group} visits={visits} />}
      </div>
      {problem ? <Note tone="wait">{problem}</Note> : null}
      {lines.length === 0 ? (
        <p className="pt-3 text-muted">{group ? "Nothing of this kind" : "Nothing"} has happened yet.</p>
      ) : null}
      <div aria-live="polite">
        {days(lines, zone).map((day) => (
          <Fragment key={day.key}>
            <h3 className="num pt-3.5 pb-1.5 text-small font-medium text-faint">
              {formatHeading(day.lines[0]!.at, zone)}
            </h3>
            <ol className="timeline">
              {day.lines.map((line) => (
                <Entry key={line.key} line={line} zone={zone} />
              ))}
            </ol>
          </Fragment>
        ))}
      </div>
      {brief && (next || lines.length < read.length) ? (
        <div className="mt-4">
          <LinkButton href={base}>Whole timeline</LinkButton>
        </div>
      ) : null}
      {brief ? null : <Older base={base} group={group} before={before} pages={pages} next={next} last={lines.at(-1)} />}
    </Card>
  );
}

function Kinds({ base, group, visits }: { base: string; group: Group | undefined; visits?: boolean }) {
  return (
    <nav aria-label="Kinds" className="flex flex-wrap gap-1.5">
      <ChipLink small set={!group} href={base}>
        All
      </ChipLink>
      {groups
        .filter((one) => one !== "visits" || visits || one === group)
        .map((one) => (
          <ChipLink key={one} small set={group === one} href={`${base}?show=${one}`}>
            {titles[one]}
          </ChipLink>
        ))}
    </nav>
  );
}

function Entry({ line, zone }: { line: Line; zone: string }) {
  const iso = line.at.toISOString();
  return (
    <li id={`line-${line.key}`} className="event grid grid-cols-[28px_minmax(0,1fr)_auto] gap-2.5 py-[7px]">
      <Icon kind={line.kind} />
      <Told line={line} zone={zone} />
      <time dateTime={iso} title={iso} className="num text-small leading-5 text-faint">
        {formatClock(line.at, zone)}
      </time>
    </li>
  );
}

type Reading = Pick<Props, "group" | "before"> & { base: string; pages: number; next: string | null; last?: Line };

/** Older lines come below what is there, and the reader stays where they are; after ten pages a new page begins. */
function Older({ base, group, before, pages, next, last }: Reading) {
  if (!before && !next) return null;
  const at = (more: Record<string, string | undefined>) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ show: group, ...more })) if (value) query.set(name, value);
    return `${base}${query.size > 0 ? `?${query}` : ""}`;
  };
  const older = pages < mostPages ? { before, pages: String(pages + 1) } : { before: next ?? undefined };
  return (
    <nav aria-label="Older and newer" className="mt-4 flex gap-2">
      {before ? <LinkButton href={at({})}>Newest</LinkButton> : null}
      {next ? (
        <LinkButton
          href={`${at(older)}${pages < mostPages && last ? `#line-${last.key}` : ""}`}
          scroll={pages >= mostPages}
        >
          Older
        </LinkButton>
      ) : null}
    </nav>
  );
}

/** A damaged place in the address is told, and the newest lines are shown. */
async function readLines(ctx: Ctx, input: { contact: string; group?: Group; before?: string; pages: number }) {
  try {
    return { ...(await readTimeline(ctx, input)), problem: null };
  } catch (error) {
    if (!(error instanceof Failure) || error.problem !== "invalid") throw error;
    return { ...(await readTimeline(ctx, { ...input, before: undefined })), problem: error.message };
  }
}

function days(lines: Line[], zone: string): { key: string; lines: Line[] }[] {
  const days: { key: string; lines: Line[] }[] = [];
  for (const line of lines) {
    const key = dayKey(line.at, zone);
    const last = days.at(-1);
    if (last?.key === key) last.lines.push(line);
    else days.push({ key, lines: [line] });
  }
  return days;
}
