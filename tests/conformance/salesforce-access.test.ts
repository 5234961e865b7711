/** Access to a Salesforce org: its approval, sessions that end, the day's calls, choices written back. */
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { openApi } from "@/lib/connection/access";
import { storeById } from "@/lib/connection/store";
import type { SalesforceOrg } from "@/lib/local/salesforce-org";
import { beginApproval, finishApproval } from "@/lib/stores/approve";
import { showStore } from "@/lib/stores/stores";
import { lookAfter, storesDueForLook } from "@/lib/stores/upkeep";
import { advance } from "@/lib/sync/advance";
import { database, transact } from "@/lib/tenancy";
import { runSync } from "../support/connected";
import { useTestDatabase } from "../support/db";
import { makeOwner } from "../support/members";
import { useKey } from "../support/organization";
import { closeCrms, connect, openCrm } from "../support/salesforce";

useTestDatabase();
beforeAll(useKey);
afterEach(closeCrms);

describe("an approval", () => {
  async function approved(crm: SalesforceOrg) {
    const owner = await makeOwner();
    const begun = await beginApproval(owner.ctx, { platform: "salesforce", url: "login.salesforce.com" });
    return { owner, back: new URL(crm.approve(begun.authorizeUrl)) };
  }

  it("connects the org that Salesforce names, not the page where one logs in", async () => {
    const crm = await openCrm();
    crm.org.add("Contact");
    const { owner, back } = await approved(crm);
    const { store } = await finishApproval(owner, "salesforce", back.searchParams);
    expect(await showStore(owner.ctx, { store: store! })).toMatchObject({
      name: "North Candles",
      url: crm.url,
      platform: "Salesforce",
      timeZone: "Europe/Berlin",
      counts: { theirCustomers: 1, theirKinds: { subscriber: 0, buyer: 0, contact: 1 } },
    });
  });

  it("that somebody else's code or app speaks for connects nothing", async () => {
    const crm = await openCrm();
    const [mine, other] = [await approved(crm), await approved(crm)];
    mine.back.searchParams.set("code", other.back.searchParams.get("code")!);
    expect(await finishApproval(mine.owner, "salesforce", mine.back.searchParams)).toMatchObject({ store: null });
    const refused = await approved(crm);
    refused.back.searchParams.delete("code");
    refused.back.searchParams.set("error", "access_denied");
    expect(await finishApproval(refused.owner, "salesforce", refused.back.searchParams)).toMatchObject({ store: null });
  });
});

describe("a session", () => {
  it.each([false, true])("that ended is renewed once, by a refresh token that is rotated: %s", async (rotates) => {
    const crm = await openCrm({ rotates });
    const shop = await connect(crm);
    for (const _ of [1, 2]) {
      crm.expire();
      crm.calls.length = 0;
      const api = openApi(await transact(shop.ctx, (ctx) => storeById(ctx, shop.storeId)));
      await Promise.all([api.counts(), api.customers(null)]);
      expect(crm.calls.filter((call) => call === "POST oauth2/token")).toHaveLength(1);
    }
  });

  it("taken back by the user leaves a sentence on the page", async () => {
    const crm = await openCrm();
    const shop = await connect(crm);
    await runSync(shop);
    crm.revoke();
    await lookAfter(shop.ctx, shop);
    expect((await showStore(shop.ctx, shop)).trouble).toMatch(/gave no access.*Connect the org again/);
  });
});

describe("the day's calls", () => {
  it("running short slow a pass down, a page at a time, and stop nothing", async () => {
    const crm = await openCrm({ cut: 2 });
    for (let n = 0; n < 5; n++) crm.org.add("Contact", { Email: `c${n}@example.com` });
    const shop = await connect(crm);
    crm.use(12_800);
    const [sync] = await database().sql`select id::int from syncs where store_id = ${shop.storeId}`;
    const waits: number[] = [];
    for (let stretch = 0; stretch < 20; stretch++) {
      const { done, waitSeconds } = await advance(shop.ctx, { syncId: sync!.id, seconds: 30 });
      if (done) break;
      waits.push(waitSeconds);
      await database().sql`update stores set silent_since = null where id = ${shop.storeId}`;
    }
    expect(waits.length).toBeGreaterThan(2);
    expect(new Set(waits)).toEqual(new Set([900]));
    const people = await database().sql`select 1 from contacts where org_id = ${shop.ctx.orgId}`;
    expect(people).toHaveLength(5);
  });

  it("used up are waited for: the store's page says so, and it is not asked meanwhile", async () => {
    const crm = await openCrm();
    const shop = await connect(crm);
    crm.use(15_000);
    const [sync] = await database().sql`select id::int from syncs where store_id = ${shop.storeId}`;
    expect(await advance(shop.ctx, { syncId: sync!.id, seconds: 5 })).toEqual({ done: false, waitSeconds: 3600 });
    expect((await storesDueForLook()).map(({ storeId }) => storeId)).not.toContain(shop.storeId);
  });
});

describe("choices made here", () => {
  it("are written into the box of opt-outs; whoever is gone there is a stranger", async () => {
    const crm = await openCrm();
    const mira = crm.org.add("Contact", { Email: "mira@example.com" });
    const lead = crm.org.add("Lead", { Email: "lead@example.com", HasOptedOutOfEmail: true });
    const gone = crm.org.add("Contact");
    crm.org.delete(gone);
    const shop = await connect(crm);
    const api = openApi(await transact(shop.ctx, (ctx) => storeById(ctx, shop.storeId)));
    const written = await api.writeConsent([
      { externalId: mira, state: "unsubscribed" },
      { externalId: lead, state: "subscribed" },
      { externalId: gone, state: "unsubscribed" },
    ]);
    expect(written.map(({ outcome }) => outcome)).toEqual(["written", "written", "stranger"]);
    expect([mira, lead].map((id) => crm.org.find(id)!.HasOptedOutOfEmail)).toEqual([true, false]);
  });
});
