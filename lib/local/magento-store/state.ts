/** A Magento's customers, orders and credit memos in memory, as its documents show them. */
export type Row = { [field: string]: unknown; created_at: string; updated_at: string };
export type Customer = Row & { id: number; email: string; extension_attributes: { is_subscribed?: boolean } };
export type Order = Row & { entity_id: number; state: string; grand_total: number; total_refunded: number };
export type Cart = Row & { id: number; is_active: boolean; items_count: number };
export type Memo = Row & { entity_id: number; order_id: number; grand_total: number; state: number };

export type Product = { [field: string]: unknown; id: number };

const written = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");

export type Group = { id: number; code: string; tax_class_id: number; tax_class_name: string };

const groupOf = (id: number, code: string): Group => ({
  id,
  code,
  tax_class_id: 3,
  tax_class_name: "Retail Customer",
});

export type Sale = { total: number; customer?: number; email?: string; at?: number; state?: string; variant?: boolean };

export type Filling = { customer?: number; email?: string; at?: number; untouched?: boolean };

export class Shop {
  readonly customers = new Map<number, Customer>();
  readonly orders = new Map<number, Order>();
  readonly memos = new Map<number, Memo>();
  readonly carts = new Map<number, Cart>();
  /**
   * What it sells, each as its list of products shows it; categories and manufacturers are known by their places here.
   */
  readonly products = new Map<number, Product>();
  readonly categories: string[] = [];
  readonly makers: string[] = [];
  /** Accounts saved over the API. */
  readonly saved: number[] = [];
  /** As a fresh shop has them. */
  readonly groups = new Map<number, Group>(
    ["NOT LOGGED IN", "General", "Wholesale", "Retailer"].map((code, id) => [id, groupOf(id, code)]),
  );
  private lastId = 0;

  now = () => Math.floor(Date.now() / 1000);

  addCustomer({
    email,
    subscribed = false,
    at = this.now(),
  }: {
    email: string;
    subscribed?: boolean;
    at?: number;
  }): number {
    const id = ++this.lastId;
    const address = {
      id: 5000 + id,
      street: ["Lindenweg 4"],
      city: "Freiburg",
      country_id: "DE",
      telephone: `+49 761 ${1000 + id}`,
    };
    this.customers.set(id, {
      id,
      email,
      firstname: "Mira",
      lastname: "Holt",
      group_id: 1,
      default_billing: String(address.id),
      created_at: written(at),
      updated_at: written(at),
      addresses: [address],
      extension_attributes: { is_subscribed: subscribed },
    });
    return id;
  }

  changeEmail(id: number, email: string) {
    Object.assign(this.customers.get(id)!, { email, updated_at: written(this.now()) });
  }

  sell(id: number, categories: string[], maker?: string) {
    const placed = (names: string[], name: string) => String(names.indexOf(name) + 1 || names.push(name));
    const category_links = categories.map((name) => ({ position: 0, category_id: placed(this.categories, name) }));
    const manufacturer = maker && { attribute_code: "manufacturer", value: placed(this.makers, maker) };
    const custom_attributes = [{ attribute_code: "url_key", value: `p${id}` }, ...(manufacturer ? [manufacturer] : [])];
    this.products.set(id, { id, sku: `P-${id}`, extension_attributes: { category_links }, custom_attributes });
  }

  addGroup(code: string): number {
    const id = Math.max(...this.groups.keys()) + 1;
    this.groups.set(id, groupOf(id, code));
    return id;
  }

  /** As Magento does it: its customers are in the default group from then on. */
  deleteGroup(id: number) {
    this.groups.delete(id);
    for (const customer of this.customers.values()) if (customer.group_id === id) this.moveTo(customer.id, 1);
  }

  moveTo(id: number, group_id: number) {
    Object.assign(this.customers.get(id)!, { group_id, updated_at: written(this.now()) });
  }

  /** As Magento does it: the customer's own date of change stays. */
  subscribe(id: number, is_subscribed: boolean) {
    this.customers.get(id)!.extension_attributes = { is_subscribed };
  }

  placeOrder({ total, customer, email, at = this.now(), state = "processing", variant }: Sale): number {
    const entity_id = ++this.lastId;
    const address = customer ? this.customers.get(customer)?.email : email;
    const line = { item_id: ++this.lastId, product_id: 11, sku: "BW-PIL-L", name: "Pillar", qty_ordered: 2 };
    const child = { ...line, item_id: ++this.lastId, parent_item_id: line.item_id, product_id: 15, row_total: 0 };
    this.orders.set(entity_id, {
      entity_id,
      increment_id: String(entity_id).padStart(9, "0"),
      state,
      status: state,
      created_at: written(at),
      updated_at: written(at),
      customer_is_guest: customer ? 0 : 1,
      ...(customer ? { customer_id: customer } : {}),
      customer_email: address,
      order_currency_code: "EUR",
      grand_total: total,
      total_refunded: 0,
      billing_address: {
        firstname: "Mira",
        lastname: "Holt",
        email: address,
        street: ["Lindenweg 4"],
        country_id: "DE",
      },
      items: [{ ...line, row_total: total + 5, discount_amount: 5 }, ...(variant ? [child] : [])],
    });
    return entity_id;
  }

  /** `untouched`: filled in the moment in which it was made, so that Magento dates its change with zeros. */
  fillCart({ customer, email, at = this.now(), untouched = false }: Filling): number {
    const id = ++this.lastId;
    this.carts.set(id, {
      id,
      created_at: written(at),
      updated_at: untouched ? "0000-00-00 00:00:00" : written(at),
      is_active: true,
      items_count: 1,
      items_qty: 2,
      customer_is_guest: !customer,
      customer: customer ? { id: customer, email: this.customers.get(customer)?.email } : {},
      billing_address: { email: email ?? null },
      currency: { quote_currency_code: "EUR" },
      items: [{ item_id: ++this.lastId, sku: "BW-PIL-L", qty: 2, name: "Pillar", price: 29.5, product_type: "simple" }],
    });
    return id;
  }

  /** As Magento does it when the order is placed, or all is taken out again. */
  endCart(id: number, how: "bought" | "emptied") {
    const ended = how === "bought" ? { is_active: false, items: null } : { items_count: 0, items: [] };
    Object.assign(this.carts.get(id)!, ended, { updated_at: written(this.now()) });
  }

  setState(id: number, state: string) {
    Object.assign(this.orders.get(id)!, { state, status: state, updated_at: written(this.now()) });
  }

  refund(id: number, amount: number) {
    const order = this.orders.get(id)!;
    const at = written(this.now());
    const memo = {
      entity_id: ++this.lastId,
      order_id: id,
      grand_total: amount,
      state: 2,
      created_at: at,
      updated_at: at,
    };
    this.memos.set(memo.entity_id, memo);
    Object.assign(order, { total_refunded: order.total_refunded + amount, updated_at: at });
    if (order.total_refunded >= order.grand_total) this.setState(id, "closed");
  }
}
