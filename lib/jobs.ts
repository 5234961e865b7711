/** What should happen in the background. `inngest/` says what runs; who runs it is chosen by the environment. */
import { AsyncLocalStorage } from "node:async_hooks";
import { eventType, Inngest } from "inngest";
import { z } from "zod";
import { errorFacts, log } from "./log";

export const jobs = new Inngest({ id: "clientele", logger: log });

const Tenant = z.object({ orgId: z.number().int() });

export const events = {
  /** A store's inbox holds something. A hint: the sweep of every minute finds what no hint told. */
  deliveriesWaiting: eventType("webhooks/deliveries.waiting", { schema: Tenant.extend({ storeId: z.number().int() }) }),
  /** A platform passed on a person's right, or said that a store left. */
  demandsWaiting: eventType("privacy/demands.waiting", { schema: Tenant.extend({ storeId: z.number().int() }) }),
  syncStarted: eventType("sync/started", {
    schema: Tenant.extend({ storeId: z.number().int(), syncId: z.number().int() }),
  }),
  /** Somebody signed up at a form and is to confirm by mail. */
  confirmationDue: eventType("forms/confirmation.due", { schema: Tenant.extend({ signupId: z.number().int() }) }),
  /** An import is to be checked, run or undone. */
  importBegun: eventType("imports/begun", { schema: Tenant.extend({ importId: z.number().int() }) }),
  bulkBegun: eventType("contacts/bulk.begun", { schema: Tenant.extend({ bulkId: z.number().int() }) }),
  /** Choices made here are due to be told to their store. */
  choicesWaiting: eventType("consent/choices.waiting", { schema: Tenant.extend({ storeId: z.number().int() }) }),
  /** Contacts changed and are to be asked anew which segments they are in. */
  contactsChanged: eventType("segments/contacts.changed", { schema: Tenant }),
  segmentsDue: eventType("segments/refresh.due", { schema: Tenant.extend({ runId: z.number().int() }) }),
  /** A store's groups are to be read. */
  mirrorBegun: eventType("stores/mirror.begun", {
    schema: Tenant.extend({ storeId: z.number().int(), mirrorId: z.number().int() }),
  }),
  /** A store told that a group's members are others now. */
  groupsStale: eventType("stores/groups.stale", { schema: Tenant.extend({ storeId: z.number().int() }) }),
  /** Messages for an endpoint of the merchant's are due. */
  messagesDue: eventType("endpoints/messages.due", { schema: Tenant.extend({ endpointId: z.number().int() }) }),
  syncCancelled: eventType("sync/cancelled", { schema: Tenant.extend({ syncId: z.number().int() }) }),
};

type Hint = { name: string; data: object; id?: string };

const held = new AsyncLocalStorage<Hint[]>();

/**
 * Hints that `work` gives are sent when it has ended well: whoever is told of something that is not committed yet
 * looks, finds nothing, and leaves it to the clock.
 */
export async function tellAfter<T>(work: () => Promise<T>): Promise<T> {
  const hints: Hint[] = [];
  const result = await held.run(hints, work);
  for (const hint of hints) await tell(hint);
  return result;
}

/** Sends a hint. Its loss loses nothing (clocks find the work), so a failure is logged and not thrown. */
export async function tell(event: Hint): Promise<void> {
  const hints = held.getStore();
  if (hints) return void hints.push(event);
  try {
    await jobs.send(event);
  } catch (error) {
    log.warn(
      { event: event.name, error: errorFacts(error) },
      "the job engine could not be told; the clock will find it",
    );
  }
}
