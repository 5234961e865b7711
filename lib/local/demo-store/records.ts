/** What the demo store keeps of its customers and orders: small, times in seconds since 1970, money in cents. */

export type Place = {
  first_name: string;
  last_name: string;
  company: string;
  address_1: string;
  address_2: string;
  city: string;
  state: string;
  postcode: string;
  country: string;
  phone: string;
};
export type Billing = Place & { email: string };
export type Meta = { id: number; key: string; value: unknown };

export type Customer = {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  role: string;
  username: string;
  createdAt: number;
  /** Null until the first change, as WordPress leaves it for users it made itself. */
  modifiedAt: number | null;
  billing: Billing;
  shipping: Place;
  paying: boolean;
  meta: Meta[];
};

export type Item = { id: number; product: number; quantity: number };
export type RefundLine = { id: number; cents: number; reason: string };

export type Order = {
  id: number;
  status: string;
  createdAt: number;
  modifiedAt: number;
  paidAt: number | null;
  completedAt: number | null;
  customerId: number;
  billing: Billing;
  shipping: Place;
  payment: string;
  via: string;
  items: Item[];
  discountCents: number;
  coupon: string | null;
  refunds: RefundLine[];
  meta: Meta[];
  statusBeforeTrash: string | null;
};

export type Product = { id: number; name: string; sku: string; cents: number; category: string };

const candles: Product[] = [
  { id: 11, name: "Beeswax pillar, large", sku: "BW-PIL-L", cents: 2450, category: "Candles" },
  { id: 12, name: "Beeswax tea lights, box of 24", sku: "BW-TEA-24", cents: 1290, category: "Candles" },
  { id: 13, name: "Soy candle “Fig & Cedar”", sku: "SOY-FIG", cents: 1990, category: "Scented candles" },
  { id: 14, name: "Soy candle “Sea Salt”", sku: "SOY-SEA", cents: 1990, category: "Scented candles" },
  { id: 15, name: "Advent wreath set", sku: "ADV-SET", cents: 3900, category: "Christmas" },
  { id: 16, name: "Taper candles, 6 pieces", sku: "TAP-6", cents: 1450, category: "Candles" },
  { id: 17, name: "Brass snuffer", sku: "BRS-SNF", cents: 1800, category: "Accessories" },
  { id: 18, name: "Refill wax, 1 kg", sku: "RFL-1K", cents: 1690, category: "Making candles" },
];

const books: Product[] = [
  { id: 31, name: "The Lighthouse Almanac", sku: "BK-ALM", cents: 2800, category: "Almanacs" },
  { id: 32, name: "Knots, Rigging and Rope", sku: "BK-KNO", cents: 1950, category: "Seamanship" },
  { id: 33, name: "Harbor Stories, paperback", sku: "BK-STO-P", cents: 1499, category: "Stories" },
  { id: 34, name: "Harbor Stories, hardcover", sku: "BK-STO-H", cents: 2799, category: "Stories" },
  { id: 35, name: "A Child’s Book of Whales", sku: "BK-WHA", cents: 1250, category: "Children" },
  { id: 36, name: "Nautical chart, Gulf of Maine", sku: "CH-GOM", cents: 3400, category: "Charts" },
  { id: 37, name: "Logbook, linen bound", sku: "LG-LIN", cents: 2200, category: "Stationery" },
];

/** What a demo store sells. */
export type Shelf = "candles" | "books";
export const shelfOf = ({ shelf }: { shelf?: Shelf }): Product[] => (shelf === "books" ? books : candles);
export const products: Product[] = [...candles, ...books];

export const productOf = (item: Item): Product => products.find(({ id }) => id === item.product) ?? products[0]!;

export const goodsCents = (order: Order) =>
  order.items.reduce((sum, item) => sum + productOf(item).cents * item.quantity, 0);

export const totalCents = (order: Order) => Math.max(0, goodsCents(order) - order.discountCents);
export const refundedCents = (order: Order) => order.refunds.reduce((sum, refund) => sum + refund.cents, 0);

export const emptyPlace = (): Place => ({
  first_name: "",
  last_name: "",
  company: "",
  address_1: "",
  address_2: "",
  city: "",
  state: "",
  postcode: "",
  country: "",
  phone: "",
});

export const emptyBilling = (): Billing => ({ ...emptyPlace(), email: "" });

export const optInKey = "marketing_opt_in";

export type Webhook = {
  id: number;
  name: string;
  status: "active" | "paused" | "disabled";
  topic: string;
  url: string;
  secret: string;
  createdAt: number;
  modifiedAt: number | null;
  failures: number;
  /** Until one ping was answered with 200, every save pings again, and a delivery is a save. */
  pingDue: boolean;
};
