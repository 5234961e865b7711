/** Each dimension's value for one person, from the raw rows: the catalogue a second time, in plain TypeScript. */
import { bought, days, frequency, net, openCheckouts, recency, rfm, spent, steps, suppressed } from "./segment-figures";
import { scaled, shift, type World } from "./segment-naive";
import type { Order, Person } from "./segment-rows";

/** A number is a fraction of whole millionths; null where there is none. */
export type Fact =
  | { text: string | null }
  | { number: [number, number] | null }
  | { day: string | null }
  | { set: string[]; folded?: boolean }
  | { flag: boolean }
  | { lot: string }
  | { found: (word: string) => boolean };
export type Event = { day: string | null; facts: Record<string, Fact> };
export type Judged = Fact | { events: Event[] };

const columns: Record<string, string> = {
  email: "email",
  phone: "phone",
  "push-id": "push_id",
  "first-name": "first_name",
  "last-name": "last_name",
  gender: "gender",
  language: "language",
  company: "company",
  "address-line-1": "line1",
  "address-line-2": "line2",
  city: "city",
  region: "region",
  postcode: "postcode",
  country: "country",
};

const moments: Record<string, string> = {
  created: "created_at",
  "known-since": "born_at",
  changed: "updated_at",
  "email-consent-since": "email_consent_at",
  "sms-consent-since": "sms_consent_at",
  "push-consent-since": "push_consent_at",
};

export function factsOf(person: Person, key: string, world: World): Judged {
  if (key in columns) return { text: person.row[columns[key]!] ?? null };
  if (key in moments) return { day: person.days[moments[key]!] ?? null };
  if (key.startsWith("own:")) return ownOf(person, world.own[key.slice(4)]!);
  const known = facts[key];
  if (!known) throw new Error(`The naive evaluator does not know "${key}".`);
  return known(person, world.today);
}

const text = (value: string | null | undefined): Fact => ({ text: value ?? null });
const number = (value: string | null | undefined): Fact => ({ number: value == null ? null : [scaled(value), 1] });
const whole = (value: number | null): Fact => ({ number: value === null ? null : [value * 1_000_000, 1] });
const set = (...values: (string | null | undefined)[]): Fact => ({ set: values.filter((one) => one != null) });

const keyed = (person: Person, id: string | null) => (id === null ? null : `${person.store.id}:${id}`);
const itemsOf = (orders: Order[]) => orders.flatMap((order) => order.items);

function ownOf(person: Person, { id, type }: { id: string; type: string }): Fact {
  const value = person.own[id];
  if (type === "text") return text(value === undefined ? null : String(value));
  if (type === "number") return { number: typeof value === "number" ? [scaled(String(value)), 1] : null };
  if (type === "date") return { day: /^\d{4}-/.test(String(value)) ? String(value) : null };
  return { flag: value === true };
}

function age(person: Person, today: string): Fact {
  const { birthday } = person.row;
  if (!birthday || birthday > today) return { number: null };
  const years = Number(today.slice(0, 4)) - Number(birthday.slice(0, 4));
  return whole(today.slice(5) < birthday.slice(5) ? years - 1 : years);
}

const ofOrder = (person: Person, order: Order, total = net(order)): Record<string, Fact> => ({
  total: { number: order.same ? [total, 1] : null },
  items: { number: [order.items.reduce((sum, item) => sum + scaled(item.quantity), 0), 1] },
  product: set(...order.items.map((item) => keyed(person, item.product))),
  variant: set(...order.items.map((item) => keyed(person, item.variant))),
  category: set(...order.items.flatMap((item) => item.categories)),
  vendor: set(...order.items.map((item) => item.vendor)),
  sku: set(...order.items.map((item) => item.sku)),
  coupon: { set: order.coupons, folded: true },
});

const decimal = (value: string | undefined): Fact =>
  number(/^-?\d{1,15}(\.\d{1,6})?$/.test(value ?? "") ? value : null);

const told = (which: (kind: string) => boolean) => (person: Person) => ({
  events: person.events
    .filter(({ kind }) => which(kind))
    .map(({ kind, day, detail }) => ({
      kind,
      day,
      detail,
      d: { ...detail, ...detail.properties } as Record<string, string>,
    }))
    .map(({ kind, day, d, detail }) => ({
      day,
      facts: {
        kind: set(kind),
        event: set(kind.slice(4)),
        page: text(d.url),
        link: text(d.url),
        name: text(d.name),
        subject: text(d.name),
        reason: text(d.reason),
        category: set(d.category),
        product: set(d.product),
        vendor: set(d.vendor),
        campaign: set(d.campaign),
        channel: set(d.channel),
        price: decimal(d.price),
        quantity: decimal(d.quantity),
        value: decimal(d.value),
        total: decimal(d.total),
        "text:name": text(detail.properties?.name),
        "number:value": decimal(detail.properties?.value),
      },
    })),
});
const kind = (name: string) => told((one) => one === name);
const newest =
  (which: (kind: string) => boolean) =>
  (person: Person): Fact => ({
    day:
      person.events
        .filter(({ kind }) => which(kind))
        .map(({ day }) => day)
        .sort()
        .at(-1) ?? null,
  });
const seen = (name: string) => told((one) => one === name || one === `api.${name}`);
const visit = (one: string) => /^(api\.)?(visit|page\.|product\.)/.test(one);

function searchedIn({ row }: Person): Fact {
  const all = `${row.email ?? ""} ${row.first_name} ${row.last_name} ${row.phone ?? ""}`.toLowerCase();
  return { found: (word) => ([...word].length >= 3 ? all.includes(word) : ` ${all}`.includes(` ${word}`)) };
}

const facts: Record<string, (person: Person, today: string) => Judged> = {
  search: searchedIn,
  "email-domain": ({ row }) => text(row.email?.split("@").at(-1)),
  birthday: ({ row }) => ({ day: row.birthday ?? null }),
  age,
  store: ({ store }) => set(store.id),
  platform: ({ store }) => set(store.platform),
  source: ({ row }) => set(row.source),
  "imported-from": ({ row, store: { id, platform }, imports }) =>
    set(...imports, ...(row.source === "ecommerce" ? [id, platform] : [])),
  "has-account": ({ row }) => ({ flag: row.external_id !== null }),
  "email-consent": ({ row }) => set(row.email_consent),
  "sms-consent": ({ row }) => set(row.sms_consent),
  "push-consent": ({ row }) => set(row.push_consent),
  "held-back": (person) =>
    set(
      person.row.disabled_at && "disabled",
      suppressed(person, "email", person.row.email).length > 0 ? "suppressed" : null,
    ),
  "email-suppressed": (person) => set(...suppressed(person, "email", person.row.email)),
  "sms-suppressed": (person) => set(...suppressed(person, "sms", person.row.phone)),
  "consent-changed": ({ evidence }) => ({
    events: evidence
      .filter((one) => one.before !== one.after)
      .map((one) => ({
        day: one.day,
        facts: {
          channel: set(one.channel),
          to: set(one.after),
          from: set(one.before),
          method: text(one.method),
          source: text(one.source),
        },
      })),
  }),
  "signed-up": ({ signups }) => ({
    events: signups.map(({ day, form, page }) => ({ day, facts: { form: set(form), page: text(page) } })),
  }),
  tag: ({ tags }) => set(...tags.map(({ tag }) => tag)),
  list: ({ lists }) => set(...lists.filter(({ left }) => left === null).map(({ list }) => list)),
  "store-group": ({ storeGroups }) => set(...storeGroups),
  segment: ({ segments }) => set(...segments),
  "special-tag": ({ specialTags }) => set(...specialTags),
  tagged: ({ tags }) => ({ events: tags.map(({ tag, day }) => ({ day, facts: { tag: set(tag) } })) }),
  "joined-list": ({ lists }) => ({
    events: lists
      .filter(({ left }) => left === null)
      .map(({ list, joined }) => ({ day: joined, facts: { list: set(list) } })),
  }),
  "left-list": ({ lists }) => ({
    events: lists
      .filter(({ left }) => left !== null)
      .map(({ list, left }) => ({ day: left, facts: { list: set(list) } })),
  }),
  "purchase-status": (person) => set(["never", "first-time"][bought(person).length] ?? "repeat"),
  orders: (person) => whole(bought(person).length),
  "total-spent": (person) => ({ number: [spent(person), 1] }),
  "average-order": (person) => {
    const own = bought(person).filter(({ same }) => same);
    return { number: own.length > 0 ? [spent(person), own.length] : null };
  },
  "first-order": (person) => ({ day: days(bought(person))[0] ?? null }),
  "last-order": (person) => ({ day: days(bought(person)).at(-1) ?? null }),
  "product-bought": (person) => set(...itemsOf(bought(person)).map((item) => keyed(person, item.product))),
  "variant-bought": (person) => set(...itemsOf(bought(person)).map((item) => keyed(person, item.variant))),
  "category-bought": (person) => set(...itemsOf(bought(person)).flatMap((item) => item.categories)),
  "vendor-bought": (person) => set(...itemsOf(bought(person)).map((item) => item.vendor)),
  "sku-bought": (person) => set(...itemsOf(bought(person)).map((item) => item.sku)),
  "coupon-used": (person) => ({ set: bought(person).flatMap((order) => order.coupons), folded: true }),
  ordered: (person) => ({ events: bought(person).map((order) => ({ day: order.day, facts: ofOrder(person, order) })) }),
  bought: (person) => ({
    events: bought(person).flatMap((order) =>
      order.items.map((item) => ({
        day: order.day,
        facts: {
          product: set(keyed(person, item.product)),
          variant: set(keyed(person, item.variant)),
          category: set(...item.categories),
          vendor: set(item.vendor),
          sku: set(item.sku),
          name: text(item.name),
          quantity: number(item.quantity),
          total: number(order.same ? item.total : null),
          coupon: { set: order.coupons, folded: true },
        },
      })),
    ),
  }),
  paid: (person) => ({
    events: bought(person)
      .filter((order) => order.paid)
      .map((order) => ({ day: order.paid, facts: ofOrder(person, order) })),
  }),
  received: (person) => ({
    events: bought(person)
      .filter((order) => order.completed)
      .map((order) => ({ day: order.completed, facts: ofOrder(person, order) })),
  }),
  cancelled: (person) => ({
    events: person.orders
      .filter(({ status }) => status === "cancelled")
      .map((order) => ({ day: order.updated, facts: ofOrder(person, order, scaled(order.total)) })),
  }),
  refunded: (person) => ({
    events: person.orders.flatMap((order) =>
      order.refunds.map((refund) => ({
        day: refund.day,
        facts: {
          amount: number(order.same ? refund.amount : null),
          reason: text(refund.reason),
          product: ofOrder(person, order).product!,
        },
      })),
    ),
  }),
  "checkout-started": seen("checkout.started"),
  "checkout-abandoned": (person) => {
    const last =
      bought(person)
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? "";
    const open = openCheckouts(person).filter(({ at }) => at > last);
    return { events: open.map((one) => ({ day: one.day, facts: { total: number(one.same ? one.total : null) } })) };
  },
  "last-checkout": (person) => ({
    day:
      openCheckouts(person)
        .map(({ day }) => day)
        .sort()
        .at(-1) ?? null,
  }),
  "last-visit": newest(visit),
  visited: seen("visit.started"),
  "page-viewed": seen("page.viewed"),
  "product-viewed": seen("product.viewed"),
  "product-added": seen("product.added"),
  tracked: told((one) => one.startsWith("api.")),
  happened: told(() => true),
  ...Object.fromEntries(
    ["sent", "delivered", "opened", "clicked", "bounced", "complained"].map((name) => [
      `message-${name}`,
      kind(`message.${name}`),
    ]),
  ),
  ...Object.fromEntries(
    ["sent", "opened", "clicked"].map((name) => [`last-${name}`, newest((one) => one === `message.${name}`)]),
  ),
  activity: ({ interaction }, today) =>
    set(interaction !== null && interaction >= shift(today, -365) ? "active" : "inactive"),
  "last-interaction": ({ interaction }) => ({ day: interaction }),
  "rfm-recency": (person, today) => whole(recency(person, today)),
  "rfm-frequency": (person) => whole(frequency(person)),
  "rfm-monetary": (person) => {
    if (bought(person).length === 0) return { number: null };
    const unit = person.store.currency === "JPY" ? 100 : 1;
    return whole(
      steps(
        spent(person) / 1_000_000,
        [50, 150, 500, 1500].map((step) => step * unit),
      ),
    );
  },
  "rfm-group": (person, today) => set(rfm(person, today)),
  "random-share": ({ id }) => ({ lot: id }),
};
