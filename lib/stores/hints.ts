/** What a merchant needs to make a platform without webhooks of its own tell of changes: an address, a text. */
import type { z } from "zod";
import { deliveryUrl } from "@/lib/connection/registration";
import { connectorOf, findStore, sealPlace } from "@/lib/connection/store";
import { permit } from "@/lib/permissions";
import { unseal } from "@/lib/secrets";
import { type Ctx, transact } from "@/lib/tenancy";
import type { OfStore } from "./manage";

/**
 * `url` holds the secret by which the sender is known. `events`: the platform's own, to choose where it can send some.
 */
export type HintSetup = { url: string; bodies: Record<string, string>; events: readonly string[] };

/** Null where webhooks are registered by themselves, or there are none. @throws Failure not-found */
export async function hintSetup(ctx: Ctx, input: z.output<typeof OfStore>): Promise<HintSetup | null> {
  permit(ctx, "stores.connect");
  const store = await transact(ctx, (ctx) => findStore(ctx, input.store));
  const { hints } = connectorOf(store);
  if (!hints || !store.webhookSecret) return null;
  const secret = unseal(store.webhookSecret, sealPlace(store.publicId, "webhook secret"));
  return { url: `${deliveryUrl(store)}/${secret}`, bodies: hints.bodies, events: hints.events };
}
