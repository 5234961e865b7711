/**
 * Choices on their way to a store that are cut off, repeated, overtaken, and come back; and what the store then shows.
 */
import { describe, expect, it } from "vitest";
import { openApi } from "@/lib/connection/access";
import { storeById } from "@/lib/connection/store";
import { transact } from "@/lib/tenancy";
import { takeDue } from "@/lib/write-back/due";
import { settle } from "@/lib/write-back/settle";
import {
  begin,
  consentOf,
  hearStore,
  isDue,
  job,
  later,
  linesOf,
  optIn,
  optOut,
  read,
  shownBy,
  standOf,
  tellIt,
  useToldStores,
} from "../support/told-store";

useToldStores();

describe("cut off in the middle", () => {
  it("when the answer is lost, it is told once more, without noise at the store, and written down once", async () => {
    const held = await begin();
    await optOut(held);
    held.shop.misbehave({ status: 200, body: "", lost: true, on: "POST" });
    expect(await tellIt(held)).toEqual({ told: 0, more: false });
    expect(shownBy(held)).toBe("no");
    await hearStore(held);
    const modified = held.shop.store.customer(held.account).date_modified_gmt;
    await later(held);
    expect(await tellIt(held)).toEqual({ told: 1, more: false });
    expect(held.shop.store.customer(held.account).date_modified_gmt).toBe(modified);
    expect(await linesOf(held)).toHaveLength(1);
    expect(await consentOf(held)).toBe("unsubscribed");
  });

  it("when we fall over after the store did it, another run tells it again once its time has come", async () => {
    const held = await begin();
    await optOut(held);
    const taken = await transact(job(held), (ctx) => takeDue(ctx, held.storeId));
    await openApi(taken!.store).writeConsent(taken!.due);
    expect(await isDue(held)).toBe(false);
    expect(await tellIt(held)).toEqual({ told: 0, more: false });
    await later(held);
    expect(await tellIt(held)).toEqual({ told: 1, more: false });
    expect(await linesOf(held)).toHaveLength(1);
  });

  it("by a newer choice, the newer one ends up at the store, whatever the store says of the older meanwhile", async () => {
    const held = await begin();
    await optOut(held);
    const taken = await transact(job(held), (ctx) => takeDue(ctx, held.storeId));
    await optIn(held);
    const answers = await openApi(taken!.store).writeConsent(taken!.due);
    await hearStore(held);
    expect(await consentOf(held)).toBe("subscribed");
    await transact(job(held), (ctx) => settle(ctx, taken!.store, taken!.due, answers));
    expect(await standOf(held)).toMatchObject({ waiting: 1, written: 0 });
    expect(await isDue(held)).toBe(true);
    await tellIt(held);
    await hearStore(held);
    expect(shownBy(held)).toBe("yes");
    expect(await consentOf(held)).toBe("subscribed");
  });
});

describe("what a store shows", () => {
  it("lowers nobody who opted in since, however often the record is touched, until it is turned there", async () => {
    const held = await begin();
    held.shop.store.optOut(held.account);
    await hearStore(held);
    await optIn(held, { kind: "job", name: "Import" }, "import");
    held.shop.store.updateCustomer(held.account, { firstName: "Touched" });
    await hearStore(held);
    await read(held);
    expect(await consentOf(held)).toBe("subscribed");
    held.shop.store.optIn(held.account);
    await hearStore(held);
    // Under another name: the very same message in the same second would count as a repeat.
    held.shop.store.updateCustomer(held.account, {
      firstName: "Turned",
      meta: [{ key: "marketing_opt_in", value: "no" }],
    });
    await hearStore(held);
    expect(await consentOf(held)).toBe("unsubscribed");
  });

  it("counts from when it is seen where a plugin turned it without a word", async () => {
    const held = await begin();
    await optOut(held);
    await optIn(held);
    await tellIt(held);
    await hearStore(held);
    held.shop.store.changeMetaSilently(held.account, "marketing_opt_in", "no");
    await hearStore(held);
    expect(await consentOf(held)).toBe("subscribed");
    await read(held);
    expect(await consentOf(held)).toBe("unsubscribed");
  });

  it("is heard after a write that never happened: an opt-out there still counts", async () => {
    const held = await begin();
    await optOut(held);
    held.shop.misbehave({ status: 500, body: "", on: "POST" });
    await tellIt(held);
    await optIn(held);
    held.shop.store.optOut(held.account);
    const store = await transact(held.ctx, (ctx) => storeById(ctx, held.storeId));
    expect(store.writeAfter).not.toBeNull();
    await hearStore(held);
    expect(await consentOf(held)).toBe("unsubscribed");
  });
});
