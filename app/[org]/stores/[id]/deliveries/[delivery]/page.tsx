import { parse, stringify } from "lossless-json";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionButton } from "@/app/ui/action-button";
import { LinkButton } from "@/app/ui/button";
import { Card, Fact, Facts } from "@/app/ui/card";
import { Note } from "@/app/ui/note";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Status } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import { Failure } from "@/lib/errors";
import { may } from "@/lib/permissions";
import { type DeliveryDetail, ShowDelivery, showDelivery } from "@/lib/stores/inbox";
import type { Ctx } from "@/lib/tenancy";
import { memberContext } from "@/lib/web/session";
import { replayDelivery } from "../../../actions";
import { deliveryStates } from "../../delivery-states";

export const metadata: Metadata = { title: "Delivery" };

type Props = { params: Promise<{ org: string; id: string; delivery: string }> };

export default async function DeliveryPage({ params }: Props) {
  const { org, id, delivery: wanted } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/stores/${id}`);
  const delivery = await read(ctx, { store: id, delivery: wanted });
  const zone = organization.timeZone;
  const { tone, word } = deliveryStates[delivery.state];
  return (
    <>
      <PageHead title={delivery.topic} sub={<Status tone={tone}>{word}</Status>}>
        <LinkButton href={`/${org}/stores/${id}`}>Back to the store</LinkButton>
        {may(ctx, "stores.sync") && delivery.state !== "waiting" && delivery.body !== "" ? (
          <ActionButton
            action={replayDelivery}
            org={org}
            hidden={{ store: id, delivery: wanted }}
            look="go"
            pending="Putting it back…"
          >
            Replay
          </ActionButton>
        ) : null}
      </PageHead>
      <PageBody>
        {delivery.reason ? <Note tone={delivery.state === "failed" ? "stop" : "info"}>{delivery.reason}</Note> : null}
        <Card>
          <Facts>
            <Fact name="Received">
              <Time at={delivery.receivedAt} zone={zone} />
            </Fact>
            <Fact name="Settled">
              <Time at={delivery.settledAt} zone={zone} />
            </Fact>
            <Fact name="About">{delivery.objectId ?? "nothing in particular"}</Fact>
            <Fact name="Attempts">{delivery.attempts}</Fact>
          </Facts>
        </Card>
        <Card title="Body">
          <Text label="Body">{pretty(delivery.body)}</Text>
        </Card>
        <Card title="Headers" note="without the signature">
          <Text label="Headers">
            {Object.entries(delivery.headers)
              .map(([name, value]) => `${name}: ${value}`)
              .join("\n")}
          </Text>
        </Card>
      </PageBody>
    </>
  );
}

function Text({ label, children }: { label: string; children: string }) {
  return (
    <section aria-label={label}>
      <pre className="font-mono text-small break-words whitespace-pre-wrap">{children}</pre>
    </section>
  );
}

/** Indented, every digit of a number kept; what is not JSON is shown as it came. */
function pretty(body: string): string {
  try {
    return stringify(parse(body), null, 2) ?? body;
  } catch {
    return body;
  }
}

async function read(ctx: Ctx, input: { store: string; delivery: string }): Promise<DeliveryDetail> {
  const asked = ShowDelivery.safeParse(input);
  if (!asked.success) notFound();
  try {
    return await showDelivery(ctx, asked.data);
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") notFound();
    throw error;
  }
}
