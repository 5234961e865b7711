/** A store of any other make: nothing of it is called, and nothing of the house stumbles over that. */
import { beforeAll, expect, test } from "vitest";
import { openApi } from "@/lib/connection/access";
import { storeById } from "@/lib/connection/store";
import { homeFigures } from "@/lib/home";
import { openStore } from "@/lib/stores/open";
import { listStores, showStore } from "@/lib/stores/stores";
import { storesDueForLook, storesDueTonight } from "@/lib/stores/upkeep";
import { beginSync } from "@/lib/sync/sync";
import { database, transact } from "@/lib/tenancy";
import { receive } from "@/lib/webhooks/receive";
import { useTestDatabase } from "../support/db";
import { makeOwner, type Person } from "../support/members";
import { useKey } from "../support/organization";

useTestDatabase();
useKey();

let owner: Person;
let store: string;
let storeId: number;

beforeAll(async () => {
  owner = await makeOwner();
  store = (await openStore(owner.ctx, { name: "Stall", currency: "EUR", country: "DE", timeZone: "Europe/Berlin" }))
    .store;
  const [row] = await database().sql`select id::int from stores where public_id = ${store}`;
  storeId = row!.id;
});

test("it takes everybody from the start, and shows in the list and on its page", async () => {
  expect(await listStores(owner.ctx)).toMatchObject([{ id: store, state: "active", called: false, trouble: null }]);
  expect(await showStore(owner.ctx, { store })).toMatchObject({
    selection: ["subscriber", "buyer", "contact"],
    currency: "EUR",
    timeZone: "Europe/Berlin",
    syncs: [],
  });
  expect(await homeFigures(owner.ctx)).toBeTruthy();
});

test("no clock looks after it, and no pass over it begins", async () => {
  // Any minute of any night: whoever is due at some hour is found at that hour.
  for (let hour = 0; hour < 24; hour++) {
    await database().sql`update stores set time_zone = ${`Etc/GMT${hour < 12 ? "+" : "-"}${hour % 12}`}`;
    expect((await storesDueTonight()).map((due) => due.storeId)).not.toContain(storeId);
  }
  expect((await storesDueForLook()).map((due) => due.storeId)).not.toContain(storeId);
  await expect(beginSync(owner.ctx, { storeId, kind: "manual" })).rejects.toMatchObject({ problem: "conflict" });
});

test("nobody delivers to it, and it is not called by mistake", async () => {
  const delivery = { headers: {}, body: Buffer.from("{}") };
  expect([401, 404]).toContain((await receive("api", store, delivery)).status);
  const row = await transact(owner.ctx, (ctx) => storeById(ctx, storeId));
  expect(() => openApi(row)).toThrow();
});
