/** What the demo is made of: two organizations with a store each, so that one sees that they do not see each other. */
import type { Kind } from "@/lib/contacts/selection";
import type { Shelf } from "../demo-store/records";
import type { Arrangement } from "./arrange";

/** The password of the demo's people. It opens only what this machine serves to itself: see `demoBelongs`. */
export const demoPassword = "clientele demo";

export type DemoShop = {
  organization: string;
  zone: string;
  owner: { email: string; name: string };
  viewer?: { email: string; name: string };
  takes: Kind[];
  arrangement: Arrangement;
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
    arrangement: {
      lists: [
        {
          name: "Newsletter",
          description: "New scents and workshop dates, on the first of the month",
          of: { statuses: ["subscribed"], count: 150 },
        },
        {
          name: "Friends of the house",
          description: "Invited to the autumn open day",
          of: { sort: "spent", count: 60 },
        },
        {
          name: "Christmas catalogue",
          description: "By post, in November",
          of: { purchases: ["repeat"], sort: "orders", count: 70, every: 2 },
        },
      ],
      tags: [
        { name: "Wholesale", colour: "blue", of: { sort: "spent", count: 18, every: 3 } },
        { name: "Gift buyer", colour: "amber", of: { purchases: ["first"], count: 60, every: 5 } },
        { name: "Press", colour: "grey", of: { statuses: ["subscribed"], count: 7, every: 31 } },
        { name: "Needs care", colour: "red", of: { purchases: ["repeat"], count: 9, every: 23 } },
      ],
      disabled: { purchases: ["first"], count: 3, every: 41 },
      excluded: { purchases: ["repeat"], count: 5, every: 37 },
      suppressed: { addresses: "abuse@example.net, postmaster@example.net", note: "Role addresses; wrote to us" },
    },
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
    arrangement: {
      lists: [
        { name: "Book club", description: "Every second Thursday", of: { statuses: ["subscribed"], count: 60 } },
        { name: "School orders", description: "", of: { purchases: ["repeat"], count: 20, every: 3 } },
      ],
      tags: [
        { name: "Teacher", colour: "blue", of: { purchases: ["repeat"], count: 12, every: 4 } },
        { name: "Signed copies", colour: "amber", of: { sort: "spent", count: 15 } },
      ],
      disabled: { purchases: ["first"], count: 1 },
      excluded: { purchases: ["first"], count: 2, every: 9 },
      suppressed: { addresses: "listings@example.net", note: "Asked by letter" },
    },
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
