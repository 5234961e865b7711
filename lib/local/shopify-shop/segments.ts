/** A shop's segments, each with the customers (numbers) that its query finds now. */
import { type Arguments, connection, type Thing } from "@/lib/local/shopify-shop/walk";

type Segment = { id: string; name: string; query: string; lastEditDate: string; members: Set<number> };
type Tell = (topic: string, body: object) => void;

const gidOf = (type: string, n: number) => `gid://shopify/${type}/${n}`;
const shopId = gidOf("Shop", 70_123_456_789);

export class Segments {
  readonly held = new Map<number, Segment>();
  private lastId = 410_223_344;

  constructor(
    private readonly customers: Map<number, Thing>,
    private readonly now: () => string,
    private readonly tell: Tell,
  ) {}

  add(name: string, ...members: number[]): number {
    const id = ++this.lastId;
    const lastEditDate = this.now();
    const query = "number_of_orders >= 2";
    this.held.set(id, { id: gidOf("Segment", id), name, query, lastEditDate, members: new Set(members) });
    this.tell("segments/create", { id, name, query, creationDate: lastEditDate, lastEditDate });
    return id;
  }

  /** Another name, another query: others may be in it. */
  edit(id: number, name: string, ...members: number[]) {
    const segment = this.held.get(id)!;
    Object.assign(segment, { name, members: new Set(members), lastEditDate: this.now() });
    this.tell("segments/update", { id, name, query: segment.query, lastEditDate: segment.lastEditDate });
  }

  remove(id: number) {
    this.held.delete(id);
    this.tell("segments/delete", { id });
  }

  join(id: number, customer: number) {
    if (this.held.get(id)!.members.has(customer)) return;
    this.held.get(id)!.members.add(customer);
    this.tell("customer.joined_segment", this.named(id, customer));
  }

  leave(id: number, customer: number) {
    if (this.held.get(id)!.members.delete(customer)) this.tell("customer.left_segment", this.named(id, customer));
  }

  /** A deleted customer leaves without a word. */
  forget(customer: number) {
    for (const { members } of this.held.values()) members.delete(customer);
  }

  list = (of?: Arguments): Thing => connection([...this.held.values()], of);

  members = ({ segmentId, query, ...of }: Arguments = {}): Thing => {
    const found = [...this.held.values()].find(({ id }) => id === segmentId);
    const members = query === undefined ? [...(found?.members ?? [])] : this.meeting(String(query));
    const rows = members.map((n) => ({ id: gidOf("CustomerSegmentMember", n) }));
    return { ...connection(rows, of, 1000), totalCount: rows.length };
  };

  /** As much of the language of segments as an app asks that counts kinds of people. */
  private meeting(query: string): number[] {
    const meets = (customer: Thing) =>
      query.split(" AND ").every((condition) => {
        const [, fact, sign, value] = /^(\w+) (=|!=|>=) ('\w+'|\d+)$/.exec(condition) ?? [];
        const state = (customer.defaultEmailAddress as Thing | null)?.marketingState ?? "NOT_SUBSCRIBED";
        if (fact === "number_of_orders" && sign === ">=") return Number(customer.numberOfOrders) >= Number(value);
        if (fact === "number_of_orders") return customer.numberOfOrders === value;
        if (fact !== "email_subscription_status") throw new Error(`Segments know no ${condition}.`);
        return (`'${state}'` === value) === (sign === "=");
      });
    return [...this.customers].filter(([, customer]) => meets(customer)).map(([n]) => n);
  }

  private named = (segment: number, customer: number) => ({
    shop_id: shopId,
    customer_id: gidOf("Customer", customer),
    segment_id: gidOf("Segment", segment),
  });
}
