/** What the address says stands open beside or over the list. */
import { shortNameOf } from "@/app/ui/words";
import type { Row } from "@/lib/contacts/directory";
import { showSubscriptions } from "@/lib/contacts/subscriptions";
import { showTags } from "@/lib/contacts/tagged";
import { Failure } from "@/lib/errors";
import type { Ctx } from "@/lib/tenancy";
import { rightsOf } from "../row/row-actions";
import { TagEditor } from "../row/tags";
import { Over } from "../subscriptions/over";
import { Subscriptions } from "../subscriptions/subscriptions";
import { Panel } from "./panel";
import { beside, openAt, type Place } from "./place";

type Props = { ctx: Ctx; org: string; zone: string; place: Place; rows: Row[] };

export function Opened({ ctx, org, zone, place, rows }: Props) {
  const { panel, subscriptions, tags } = place.open;
  const back = openAt(place.list, beside(place));
  const over = { ctx, org, zone, back };
  return (
    <>
      {panel ? <Panel ctx={ctx} org={org} zone={zone} contact={panel} list={place.list} rows={rows} /> : null}
      {subscriptions ? <SubscriptionsOver {...over} contact={subscriptions} /> : null}
      {tags && !subscriptions ? <TagsOver {...over} contact={tags} /> : null}
    </>
  );
}

type OverProps = { ctx: Ctx; org: string; zone: string; back: string; contact: string };

async function SubscriptionsOver({ ctx, org, zone, back, contact }: OverProps) {
  const of = await orNobody(showSubscriptions(ctx, { contact }));
  if (!of) return <Nobody back={back} contact={contact} />;
  return (
    <Over title={`Subscriptions of ${shortNameOf(of)}`} back={back} row={contact}>
      <Subscriptions of={of} org={org} zone={zone} rights={rightsOf(ctx)} />
    </Over>
  );
}

async function TagsOver({ ctx, org, back, contact }: OverProps) {
  const of = await orNobody(showTags(ctx, { contact }));
  if (!of) return <Nobody back={back} contact={contact} />;
  return (
    <Over title={`Tags of ${shortNameOf(of)}`} back={back} row={contact}>
      <TagEditor of={of} org={org} edit={rightsOf(ctx).edit} />
    </Over>
  );
}

function Nobody({ back, contact }: Pick<OverProps, "back" | "contact">) {
  return (
    <Over title="Nobody here" back={back} row={contact}>
      <p>This contact does not exist, or not any more.</p>
    </Over>
  );
}

async function orNobody<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") return null;
    throw error;
  }
}
