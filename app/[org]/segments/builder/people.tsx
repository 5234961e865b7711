"use client";
/** How many are meant now, how they can be reached, and a few of them by name; each can be asked about. */
import { clsx } from "clsx";
import Link from "next/link";
import { Button } from "@/app/ui/button";
import { Card, Line } from "@/app/ui/card";
import { counted, formatNumber } from "@/lib/format";
import type { Answered, Person, Reach, Seen } from "./use-look";

/** `total` is everybody. */
export function PeopleNow({
  look,
  reach,
  total,
}: {
  look: Answered<Seen>;
  reach: Answered<Reach | null>;
  total: number;
}) {
  const preview = look.seen?.preview;
  const open = look.seen?.problems.length ?? 0;
  return (
    <Card>
      <h2 className="text-small font-normal text-muted">People now</h2>
      <div aria-busy={!look.current} className={clsx(!look.current && "opacity-60")}>
        <p role="status" className="num text-[2rem] leading-10 font-semibold tracking-tight">
          {figureOf(look)}
          <span className="sr-only"> {whoOf(look)} now</span>
        </p>
        <p className="num text-muted">
          {preview && total > 0 && !look.failed ? sentenceOf(preview, total) : hintOf(look)}
        </p>
        {preview && open > 0 ? (
          <p className="mt-1 text-small text-wait">
            {open === 1 ? "One condition is not complete, and not" : `${open} conditions are not complete, and not`}{" "}
            counted yet.
          </p>
        ) : null}
        {preview?.n ? <ReachLines reach={reach} /> : null}
      </div>
    </Card>
  );
}

/** The count as a word: a dash where there is nothing to count. */
export function figureOf({ seen }: Answered<Seen>): string {
  if (!seen?.preview) return "–";
  return seen.preview.n === null ? "very many" : formatNumber(seen.preview.n);
}

export const whoOf = ({ seen }: Answered<Seen>): string => counted(seen?.preview?.n ?? 0, "person", "people");

function sentenceOf({ n, ms }: NonNullable<Seen["preview"]>, total: number): string {
  if (n === null) return "Counting took longer than 20 seconds. Saving works all the same.";
  const share = (100 * n) / total;
  const percent = share > 0 && share < 0.1 ? "less than 0.1" : formatNumber(Math.round(share * 10) / 10);
  return `${percent} % of ${formatNumber(total)} · counted in ${formatNumber(Math.max(0.1, Math.round(ms / 100) / 10))} s`;
}

function hintOf({ seen, failed, current }: Answered<Seen>): string {
  if (failed) return failed;
  if (!current) return "Counting…";
  if (seen?.wrong) return "The count follows once the condition is understood.";
  return "The count follows once a condition is complete.";
}

function ReachLines({ reach }: { reach: Answered<Reach | null> }) {
  const figure = (name: keyof Reach) => (reach.seen ? formatNumber(reach.seen[name]) : "–");
  return (
    <ul className={clsx("mt-4", !reach.current && "opacity-60")}>
      <Line end={<span className="num">{figure("email")}</span>}>Can get email</Line>
      <Line end={<span className="num">{figure("sms")}</span>}>Can get SMS</Line>
      <Line end={<span className="num">{figure("held")}</span>}>Unsubscribed or suppressed</Line>
    </ul>
  );
}

export function Examples({
  org,
  people,
  onAsk,
}: {
  org: string;
  people: readonly Person[];
  onAsk: (person: { id: string; name: string }) => void;
}) {
  return (
    <Card title="For example">
      {people.length === 0 ? <p className="text-muted">Nobody yet.</p> : null}
      <ul>
        {people.map((person) => {
          const name = person.name || person.email || person.phone || "Somebody without a name";
          return (
            <Line
              key={person.id}
              end={
                <Button
                  look="bare"
                  className="px-2"
                  aria-label={`Why ${name}`}
                  onClick={() => onAsk({ ...person, name })}
                >
                  Why
                </Button>
              }
            >
              <Link href={`/${org}/contacts/${person.id}`} target="_blank" className="block truncate font-medium">
                {name}
              </Link>
              <span className="block truncate text-small text-muted">
                {person.name && person.email ? person.email : person.store}
              </span>
            </Line>
          );
        })}
      </ul>
    </Card>
  );
}
