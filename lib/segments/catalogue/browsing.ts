/**
 * What somebody did at a store without buying: visits, pages, products, and whatever a merchant's own programs tell.
 */
import { sql } from "drizzle-orm";
import type { Field } from "./field";
import { amount, happened, newest, phrase, seen, word } from "./happened";
import { numberOf, textsOf } from "./literals";

const said = { family: "browsing", reads: ["events"] } as const;

const page = { page: phrase("Page", "url"), name: phrase("Title", "name"), category: word("Category", "category") };
const product = {
  product: word("Product", "product"),
  name: phrase("Product name", "name"),
  category: word("Category", "category"),
  vendor: word("Vendor", "vendor"),
  page: phrase("Page", "url"),
  price: amount("Price", "price"),
};
const thing = { ...product, campaign: word("Campaign", "campaign"), value: amount("Value", "value") };
/** As the profile shows what somebody looked at (lib/contacts/profile.ts), and as programs tell it. */
const visit = sql`e.kind ~ '^(api\\.)?(visit|page\\.|product\\.)'`;

export const browsing: readonly Field[] = [
  {
    ...said,
    key: "last-visit",
    label: "Last visit",
    type: "date",
    counted: "moment",
    column: (at) => newest(at, visit),
  },
  {
    ...said,
    key: "visited",
    label: "Visited the store",
    type: "events",
    source: happened(seen("visit.started"), page),
  },
  {
    ...said,
    key: "page-viewed",
    label: "Looked at a page",
    type: "events",
    source: happened(seen("page.viewed"), page),
  },
  {
    ...said,
    key: "product-viewed",
    label: "Looked at a product",
    type: "events",
    source: happened(seen("product.viewed"), product),
  },
  {
    ...said,
    key: "product-added",
    label: "Put a product into the cart",
    type: "events",
    source: happened(seen("product.added"), { ...product, quantity: amount("Quantity", "quantity") }),
  },
  {
    ...said,
    key: "tracked",
    label: "Did something that a program told",
    type: "events",
    source: {
      ...happened(sql`e.kind like 'api.%'`, {
        event: {
          type: "members",
          label: "Event",
          named: "word",
          any: (values) => sql`substr(e.kind, 5) = any(${textsOf(values)})`,
          live: (orgId) => sql`select substr(e.kind, 5) as value, substr(e.kind, 5) as label, count(*) as used
          from contact_events e where e.org_id = ${numberOf(orgId)} and e.kind like 'api.%' group by e.kind`,
        },
        ...thing,
      }),
      told: true,
    },
    hint: "Events of your own programs, told by the API.",
  },
  {
    ...said,
    key: "happened",
    label: "Anything on the timeline",
    type: "events",
    source: happened(sql`true`, {
      kind: {
        type: "members",
        label: "Kind",
        named: "word",
        any: (values) => sql`e.kind = any(${textsOf(values)})`,
        live: (orgId) => sql`select e.kind as value, e.kind as label, count(*) as used from contact_events e
          where e.org_id = ${numberOf(orgId)} group by e.kind`,
      },
      ...thing,
    }),
  },
];
