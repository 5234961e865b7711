/** The segments the person is in, each with why; and why they are not in another. */
import Form from "next/form";
import Link from "next/link";
import { Verdicts } from "@/app/[org]/segments/verdicts";
import { Button } from "@/app/ui/button";
import { Card, Line } from "@/app/ui/card";
import { Select } from "@/app/ui/field";
import { Failure } from "@/lib/errors";
import { type Reasons, reasonsFor } from "@/lib/segments/reasons";
import { listSegments, segmentsOf } from "@/lib/segments/show";
import type { Ctx } from "@/lib/tenancy";

type Props = { ctx: Ctx; org: string; contact: string; name: string; why: string | undefined };

/** `why` is the segment that is asked about, if any. */
export async function Segments({ ctx, org, contact, name, why }: Props) {
  const within = await segmentsOf(ctx, { contact });
  const active = (await listSegments(ctx)).filter(({ state }) => state === "active");
  if (active.length === 0) return null;
  const others = active.filter(({ id }) => !within.some((one) => one.id === id));
  const asked = active.find(({ id }) => id === why);
  const reasons = asked ? await known(ctx, asked.id, contact) : null;
  const here = `/${org}/contacts/${contact}`;
  return (
    <Card title={<span id="segments">Segments</span>}>
      {within.length === 0 ? <p className="text-muted">In none of them.</p> : null}
      <ul>
        {within.map(({ id, name }) => (
          <Line key={id} end={<WhyLink here={here} id={id} name={name} on={id === asked?.id} />}>
            <Link href={`/${org}/segments/${id}`} className="block truncate font-medium hover:underline">
              <bdi>{name}</bdi>
            </Link>
          </Line>
        ))}
      </ul>
      {others.length > 0 ? <WhyNot here={here} others={others} asked={asked?.id} /> : null}
      {asked ? (
        <section aria-label={`Why, “${asked.name}”`} className="mt-4 border-t pt-4">
          <h3 className="mb-2 font-medium">
            <bdi>{asked.name}</bdi>
          </h3>
          {reasons ? (
            <Verdicts reasons={reasons} name={name} draft={false} />
          ) : (
            <p className="text-muted">Its condition is not understood any more.</p>
          )}
        </section>
      ) : null}
    </Card>
  );
}

/** Null for a condition that is not understood any more. */
async function known(ctx: Ctx, segment: string, contact: string): Promise<Reasons | null> {
  try {
    return await reasonsFor(ctx, { segment, contact });
  } catch (error) {
    if (error instanceof Failure && error.problem === "conflict") return null;
    throw error;
  }
}

function WhyLink({ here, id, name, on }: { here: string; id: string; name: string; on: boolean }) {
  return (
    <Link
      href={on ? here : `${here}?why=${id}#segments`}
      scroll={false}
      prefetch={false}
      aria-label={on ? `Hide why, “${name}”` : `Why in “${name}”`}
      className="hover:text-ink hover:underline"
    >
      {on ? "Hide" : "Why"}
    </Link>
  );
}

type Other = { id: string; name: string };

function WhyNot({ here, others, asked }: { here: string; others: Other[]; asked: string | undefined }) {
  return (
    <Form action={here} scroll={false} className="mt-3 flex items-end gap-2">
      <div className="min-w-0 grow">
        <Select label="Why not in" name="why" key={asked} defaultValue={others.find(({ id }) => id === asked)?.id}>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      <Button type="submit">Ask</Button>
    </Form>
  );
}
