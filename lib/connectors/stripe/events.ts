/**
 * What Stripe's events say: that something changed, and about which record. Their bodies are pictures of one object at
 * one second, while an order is made of several and two events may bear the same second, so the record is asked for.
 */
import { type Fields, fieldsIn, text } from "@/lib/connectors/fields";
import { stripeId } from "@/lib/connectors/stripe/payloads";
import type { Change } from "@/lib/connectors/types";

/** What the endpoint is registered for, and what a pass asks /v1/events for (which takes 20 names at most). */
export const eventTypes = [
  "customer.created",
  "customer.updated",
  "customer.deleted",
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "charge.succeeded",
  "charge.captured",
  "charge.updated",
  "charge.refunded",
  "refund.created",
  "refund.updated",
  "refund.failed",
] as const;

export function readEvent(event: Fields): Change {
  const type = text(event.type) ?? "";
  const object = fieldsIn(fieldsIn(event.data).object);
  if (text(event.object) !== "event" || !eventTypes.some((known) => known === type)) {
    return {
      kind: "ignored",
      reason: type ? `Events of the type ${type} are not used.` : "The message is not an event.",
    };
  }
  const own = stripeId(object.id);
  if (!own) return { kind: "refused", reason: `Stripe sent ${type} without saying about what.` };
  if (type === "customer.deleted") return { kind: "customer-gone", externalId: own };
  if (type.startsWith("customer.")) return { kind: "look", of: "customer", externalId: own };
  return { kind: "look", of: "order", externalId: orderOf(object, own) };
}

/**
 * One sale fires several types of events; all of them lead to its payment, and without one to the checkout or charge.
 */
const orderOf = (object: Fields, own: string) => stripeId(object.payment_intent) ?? stripeId(object.charge) ?? own;
