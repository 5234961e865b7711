/**
 * Which charges were made by a checkout session. A charge does not say; a session names its payment. To ask for each
 * charge would cost a hundred calls a page, so the sessions are read along, newest first as the charges are.
 */
import { forEach } from "@/lib/connectors/calls";
import { type Fields, fieldsIn } from "@/lib/connectors/fields";
import type { StripeHttp } from "@/lib/connectors/stripe/http";
import { list } from "@/lib/connectors/stripe/lists";
import { stripeId } from "@/lib/connectors/stripe/payloads";

/** A session lives for a day at most; its card is charged within it. */
const longestSession = 25 * 3600;

export class Checkouts {
  private payments = new Set<string>();
  private from = Number.NEGATIVE_INFINITY;
  private downTo = Number.POSITIVE_INFINITY;
  private cursor: string | null = null;

  constructor(private readonly http: StripeHttp) {}

  /** The payments of these charges that belong to a session. */
  async paymentsAmong(charges: Fields[]): Promise<Set<string>> {
    const times = charges.map(({ created }) => Number(created) || 0);
    if (times.length === 0) return new Set();
    await this.read(Math.max(...times), Math.min(...times) - longestSession);
    const paid = charges.filter((charge) => stripeId(charge.payment_intent));
    const slow = paid.filter((charge) => !this.payments.has(stripeId(charge.payment_intent)!) && paysLater(charge));
    await forEach(slow, 4, (charge) => this.lookUp(stripeId(charge.payment_intent)!));
    return new Set(paid.map((charge) => stripeId(charge.payment_intent)!).filter((id) => this.payments.has(id)));
  }

  private async read(newest: number, oldest: number) {
    if (newest > this.from) {
      this.payments.clear();
      [this.from, this.downTo, this.cursor] = [newest, newest, null];
      await this.page();
    }
    while (this.cursor !== null && this.downTo >= oldest) await this.page();
  }

  private async page() {
    const { rows, next } = await list(this.http, "checkout/sessions", { "created[lte]": this.from }, this.cursor);
    for (const row of rows) {
      const payment = stripeId(row.payment_intent);
      if (payment) this.payments.add(payment);
      this.downTo = Math.min(this.downTo, Number(row.created) || this.downTo);
    }
    this.cursor = next;
  }

  private async lookUp(payment: string) {
    const { rows } = await list(this.http, "checkout/sessions", { payment_intent: payment, limit: 1 }, null);
    if (rows.length > 0) this.payments.add(payment);
  }
}

/** Vouchers and bank debits are charged days after their session ended. */
const paysLater = (charge: Fields) => fieldsIn(charge.payment_method_details).type !== "card";
