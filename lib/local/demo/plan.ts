/** What the demo is made of: two organizations with a store each, so that one sees that they do not see each other. */
import type { Kind } from "@/lib/contacts/selection";
import type { Shelf } from "../demo-store/records";

/** The password of the demo's people. It opens only what this machine serves to itself: see `demoBelongs`. */
export const demoPassword = "clientele demo";

export type DemoShop = {
  organization: string;
  zone: string;
  owner: { email: string; name: string };
  viewer?: { email: string; name: string };
  takes: Kind[];
  /** The store's process, as the launcher calls it, and the port it likes best. */
  part: string;
  usualPort: number;
  store: {
    name: string;
    seed: string;
    customers: number;
    timeZone: string;
    currency: string;
    country: string;
    shelf: Shelf;
  };
};

export const demoShops: DemoShop[] = [
  {
    organization: "North Candles",
    zone: "Europe/Berlin",
    owner: { email: "owner@north.example", name: "Nora Lindqvist" },
    viewer: { email: "viewer@north.example", name: "Jonas Weber" },
    takes: ["subscriber", "buyer"],
    part: "demo store",
    usualPort: 8090,
    store: {
      name: "Northlight Candles",
      seed: "northlight",
      customers: 3800,
      timeZone: "Europe/Berlin",
      currency: "EUR",
      country: "DE",
      shelf: "candles",
    },
  },
  {
    organization: "Harbour Books",
    zone: "America/New_York",
    owner: { email: "owner@harbour.example", name: "Henry Adams" },
    takes: ["subscriber", "buyer", "contact"],
    part: "second demo store",
    usualPort: 8091,
    store: {
      name: "Harbour Books",
      seed: "harbour",
      customers: 300,
      timeZone: "America/New_York",
      currency: "USD",
      country: "US",
      shelf: "books",
    },
  },
];

export const demoPeople = demoShops.flatMap(({ owner, viewer }) => [owner, ...(viewer ? [viewer] : [])]);
