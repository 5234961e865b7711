import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LinkButton } from "@/app/ui/button";
import { EmptyState } from "@/app/ui/empty-state";
import { Live } from "@/app/ui/live";
import { approvalOutcome, ShowAttempt } from "@/lib/stores/approve";
import { connectedStore } from "@/lib/stores/connect";
import { memberContext } from "@/lib/web/session";

export const metadata: Metadata = { title: "Connecting" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<"success" | "user_id" | "attempt", string | string[] | undefined>>;
};

/** Where the store's authorise page sends the merchant back to. The store's server may call a moment later. */
export default async function ConnectedPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { ctx } = await memberContext(org, `/${org}/stores`);
  const { success, user_id: state, attempt } = await searchParams;
  const sent = ShowAttempt.safeParse({ state: attempt });
  const outcome = sent.success ? await approvalOutcome(ctx, sent.data) : null;
  if (outcome?.store) redirect(`/${org}/stores/${outcome.store}`);
  const platform = outcome ? `?platform=${outcome.platform}` : "";
  const again = <LinkButton href={`/${org}/stores/new${platform}`}>Try again</LinkButton>;
  if (outcome?.problem) {
    return (
      <EmptyState page title="The store was not connected" action={again}>
        {outcome.problem} Nothing was changed.
      </EmptyState>
    );
  }
  if (success !== "1" || typeof state !== "string") {
    return (
      <EmptyState page title="The store was not connected" action={again}>
        You did not approve at the store, or its page was left. Nothing was changed.
      </EmptyState>
    );
  }
  const store = await connectedStore(ctx, { state });
  if (store) redirect(`/${org}/stores/${store}`);
  return (
    <EmptyState page title="Waiting for the store’s keys" action={again}>
      You approved; now your store’s server hands over the keys. This page goes on by itself. If nothing happens within
      a minute, the store cannot reach this address: connect by pasted keys instead.
      {/* A version that never holds: the page looks anew until the store is there. */}
      <Live url={`/${org}/stores/pulse`} version={String(Date.now())} />
    </EmptyState>
  );
}
