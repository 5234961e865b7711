/** Suppressions: what is understood of what was pasted, what may be lifted, and what an erased person leaves behind. */
import { beforeEach, describe, expect, test } from "vitest";
import { addressHash, addressHashes } from "@/lib/address-hash";
import { forgetEnv } from "@/lib/env";
import * as suppressions from "@/lib/suppressions/suppressions";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makePlace, type Place, trailOf } from "../support/groups";
import { useKey } from "../support/organization";

useTestDatabase();
useKey();

let here: Place;
beforeEach(async () => {
  here = await makePlace();
});

type Channel = "email" | "sms";
const add = (addresses: string, channel: Channel = "email", place = here) =>
  suppressions.suppress(place.ctx, { channel, addresses, note: "" });
const send = (body: string | Uint8Array<ArrayBuffer>, channel: Channel = "email") =>
  suppressions.importSuppressions(here.ctx, { channel, note: "", file: new File([body], "list.csv") });
const list = async (input: Parameters<typeof suppressions.listSuppressions>[1] = {}, place = here) =>
  (await suppressions.listSuppressions(place.ctx, input)).items;
const addresses = async (place = here) => (await list({}, place)).map(({ address }) => address).sort();

/** As a bounce or an erasure would write it. */
async function put(reason: string, address: string, kept = true) {
  const { orgId } = here.ctx;
  const [row] = await database().sql`
    insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
    values (${orgId}, 'email', ${kept ? address : null}, ${addressHash(orgId, address)}, ${reason}, 'Test')
    returning public_id as id`;
  return String(row!.id);
}

describe("pasting", () => {
  test("takes addresses by line, comma or tab, each once, and says of which line it made nothing", async () => {
    const text =
      "Ann@Example.org, ben@example.org\r\n\nMira Holt <mira@example.org>;ann@example.org\nnobody\n'x@y.example'";
    expect(await add(text)).toMatchObject({
      added: 4,
      already: 1,
      notUnderstood: 1,
      refused: [{ line: 4, text: "nobody" }],
    });
    expect(await addresses()).toEqual(["ann@example.org", "ben@example.org", "mira@example.org", "x@y.example"]);
    expect(await add("ANN@example.org")).toMatchObject({ added: 0, already: 1, undo: null });
    expect(await trailOf(here)).toEqual(["suppressions.added: email suppressions"]);
  });

  test("reads phone numbers by the stores' country, and without a common one asks for the code", async () => {
    await add("030 901820\n+47 22 22 55 55", "sms");
    expect(await addresses()).toEqual(["+4722225555", "+4930901820"]);
    await database().sql`insert into stores (org_id, platform, name, url, state, country)
      values (${here.ctx.orgId}, 'woocommerce', 'Oslo', 'https://oslo.example', 'active', 'NO')`;
    await expect(add("030 123456", "sms")).rejects.toMatchObject({
      fields: { addresses: expect.stringContaining("country code") },
    });
  });

  test("of nothing that is an address is refused at its field, whatever stands there", async () => {
    for (const text of ["nobody", "<script>alert(1)</script>", "a\u0000b", "x".repeat(5_000), "@", "=cmd()"]) {
      await expect(add(text)).rejects.toMatchObject({ problem: "invalid", fields: { addresses: expect.any(String) } });
    }
    const many = Array.from({ length: 10_001 }, (_, n) => `p${n}@example.org`).join("\n");
    await expect(add(many)).rejects.toMatchObject({ fields: { addresses: expect.stringContaining("10,000") } });
    expect(await addresses()).toEqual([]);
  });

  test("at the same moment by many adds each once", async () => {
    const text = Array.from({ length: 200 }, (_, n) => `p${n}@example.org`).join("\n");
    const done = await Promise.all(Array.from({ length: 5 }, () => add(text)));
    expect(done.reduce((sum, { added }) => sum + added, 0)).toBe(200);
    expect(done.map(({ added, already }) => added + already)).toEqual([200, 200, 200, 200, 200]);
    expect((await suppressions.countSuppressions(here.ctx)).manual).toBe(200);
  });

  test("is undone as a whole, and leaves what was there before and what came after", async () => {
    await add("before@example.org");
    const { undo } = await add("before@example.org one@example.org".replace(" ", "\n"));
    await add("after@example.org");
    expect(await suppressions.undoSuppress(here.ctx, { token: undo! })).toEqual({ lifted: 1 });
    expect(await addresses()).toEqual(["after@example.org", "before@example.org"]);
    expect(await suppressions.undoSuppress(here.ctx, { token: undo! })).toEqual({ lifted: 0 });
    const elsewhere = suppressions.undoSuppress((await makePlace()).ctx, { token: undo! });
    await expect(elsewhere).rejects.toMatchObject({ problem: "not-found" });
    await expect(suppressions.undoSuppress(here.ctx, { token: "made.up" })).rejects.toMatchObject({
      problem: "not-found",
    });
  });
});

describe("a file", () => {
  test("is a plain list, or a table whose column is found by its heading or by what stands in it", async () => {
    expect(await send("a@example.org\nb@example.org\n")).toMatchObject({ added: 2, notUnderstood: 0 });
    const table = '\uFEFFid;Name;E-Mail\n1;"Holt; Mira";c@example.org\n2;x@not.this;broken\n3;;d@example.org\n';
    expect(await send(table)).toMatchObject({ added: 2, notUnderstood: 1, refused: [{ line: 3, text: "broken" }] });
    expect(await send("7,e@example.org,x\n8,f@example.org\nragged\n")).toMatchObject({ added: 2, notUnderstood: 1 });
    expect(await addresses()).toEqual(["a", "b", "c", "d", "e", "f"].map((name) => `${name}@example.org`));
  });

  test("of a hundred thousand rows is taken in one go, repeats and all, and one row more is too many", async () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => `p${n % 99_000}@example.org`);
    expect(await send(rows.join("\n"))).toMatchObject({ added: 99_000, already: 1_000, notUnderstood: 0 });
    const more = send("x@example.org\n".repeat(100_001));
    await expect(more).rejects.toMatchObject({ fields: { file: expect.stringContaining("100,000") } });
    expect(await list({ q: "x@example.org" })).toEqual([]);
  }, 240_000);

  test("without an address, or no text at all, is refused at its field and changes nothing", async () => {
    const noise = Uint8Array.from({ length: 50_000 }, (_, n) => (n * 7919) % 256);
    for (const body of ["name,city\nMira,Oslo\n", noise, '"never closed', `${"x".repeat(200_000)}\n`]) {
      await expect(send(body)).rejects.toMatchObject({ problem: "invalid", fields: { file: expect.any(String) } });
    }
    const empty = suppressions.ImportSuppressions.safeParse({ channel: "email", file: new File([], "") });
    expect(empty.error?.issues[0]).toMatchObject({ path: ["file"] });
    expect(await addresses()).toEqual([]);
  });

  test("of numbers keeps to one column", async () => {
    const table = "order,phone\n4930123456,+49 30 901820\n4930123457,none\n";
    expect(await send(table, "sms")).toMatchObject({ added: 1, notUnderstood: 1 });
    expect(await addresses()).toEqual(["+4930901820"]);
  });
});

describe("lifting", () => {
  test("takes off what was put in by hand, and its undo puts it back as it was", async () => {
    await suppressions.suppress(here.ctx, { channel: "email", addresses: "a@example.org", note: "a rival" });
    const [before] = await list();
    const { undo, address } = await suppressions.liftSuppression(here.ctx, { suppression: before!.id });
    expect([address, await list()]).toEqual(["a@example.org", []]);
    await suppressions.undoLift(here.ctx, { token: undo });
    const { id: _, ...rest } = before!;
    expect(await list()).toMatchObject([rest]);
    await suppressions.undoLift(here.ctx, { token: undo });
    expect(await list()).toHaveLength(1);
  });

  test("refuses a bounce, a complaint, an invalid address and an erased person, each with its reason", async () => {
    for (const reason of ["bounce", "complaint", "invalid", "erased"]) {
      const suppression = await put(reason, `${reason}@example.org`, reason !== "erased");
      const attempt = suppressions.liftSuppression(here.ctx, { suppression });
      await expect(attempt).rejects.toMatchObject({
        problem: "conflict",
        message: expect.stringMatching(/stays|keeps/),
      });
    }
    expect(await list()).toHaveLength(4);
  });

  test("leaves an address suppressed that also bounced", async () => {
    await put("bounce", "a@example.org");
    await add("a@example.org");
    const manual = (await list()).find(({ reason }) => reason === "manual")!;
    await suppressions.liftSuppression(here.ctx, { suppression: manual.id });
    expect(await list()).toMatchObject([{ reason: "bounce" }]);
  });

  test("finds nothing of another organization", async () => {
    const there = await makePlace();
    await add("a@example.org", "email", there);
    const [theirs] = await list({}, there);
    const attempt = suppressions.liftSuppression(here.ctx, { suppression: theirs!.id });
    await expect(attempt).rejects.toMatchObject({ problem: "not-found" });
  });
});

describe("an erased person", () => {
  test("shows no address, is found by the whole address only, and is not written down again", async () => {
    await put("erased", "gone@example.org", false);
    expect(await list()).toMatchObject([{ address: null, reason: "erased" }]);
    expect(await list({ q: "gone@" })).toEqual([]);
    expect(await list({ q: " Gone@Example.ORG " })).toMatchObject([{ reason: "erased" }]);
    expect(await add("gone@example.org")).toMatchObject({ added: 0, already: 1 });
    expect(await addresses()).toEqual([null]);
  });

  test("erased after a lifting is not brought back by its undo", async () => {
    await add("a@example.org");
    const { undo } = await suppressions.liftSuppression(here.ctx, { suppression: (await list())[0]!.id });
    await put("erased", "a@example.org", false);
    await suppressions.undoLift(here.ctx, { token: undo });
    expect(await addresses()).toEqual([null]);
  });

  test("is known under an earlier key too, and under no other organization's", async () => {
    await put("erased", "gone@example.org", false);
    const [now, old] = [Buffer.alloc(32, 9).toString("base64"), process.env.CLIENTELE_KEY!];
    Object.assign(process.env, { CLIENTELE_KEY: now, CLIENTELE_OLD_KEYS: old });
    forgetEnv();
    expect(addressHashes(1, "a@b.example")).toHaveLength(2);
    expect(addressHash(1, "a@b.example")).not.toBe(addressHash(2, "a@b.example"));
    expect(await add("gone@example.org")).toMatchObject({ added: 0, already: 1 });
    delete process.env.CLIENTELE_OLD_KEYS;
    process.env.CLIENTELE_KEY = old;
    forgetEnv();
  });
});

describe("the list", () => {
  test("pages through everything once, also where many came at the same moment and some come meanwhile", async () => {
    const text = Array.from({ length: 120 }, (_, n) => `p${n}@example.org`).join("\n");
    await add(text);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await suppressions.listSuppressions(here.ctx, { cursor });
      seen.push(...page.items.map(({ address }) => address!));
      cursor = page.next ?? undefined;
      await add(`later${seen.length}@example.org`);
    } while (cursor);
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });

  test("is searched by any part and filtered by reason and channel", async () => {
    await add("ann@spam.example\nben@spam.example\n100%_@ham.example");
    await add("+49 30 901820", "sms");
    await put("bounce", "carl@spam.example");
    expect(await list({ q: "SPAM.ex" })).toHaveLength(3);
    expect(await list({ q: "spam.example", reason: "manual" })).toHaveLength(2);
    expect(await list({ q: "%_" })).toMatchObject([{ address: "100%_@ham.example" }]);
    expect(await list({ q: "(030) 901".slice(1).replace(")", "") })).toEqual([]);
    expect(await list({ q: "+49 (30) 90" })).toMatchObject([{ channel: "sms" }]);
    expect(await list({ channel: "sms" })).toHaveLength(1);
    expect(await suppressions.countSuppressions(here.ctx)).toMatchObject({ manual: 4, bounce: 1, erased: 0 });
  });

  test("is not asked for a text that no text can hold", () => {
    expect(suppressions.ListSuppressions.safeParse({ q: "a\0b" }).success).toBe(false);
  });

  test("with a damaged or a foreign cursor says so", async () => {
    const there = await makePlace();
    await add(Array.from({ length: 60 }, (_, n) => `p${n}@example.org`).join("\n"), "email", there);
    const { next } = await suppressions.listSuppressions(there.ctx, {});
    for (const cursor of ["x", next!]) {
      const attempt = suppressions.listSuppressions(here.ctx, { cursor });
      await expect(attempt).rejects.toMatchObject({ problem: "invalid" });
    }
  });
});

test("a viewer reads and changes nothing", async () => {
  await add("a@example.org");
  const viewer = { ...here.ctx, actor: { kind: "member", userId: 1, name: "Vera", role: "viewer" } as const };
  const { items } = await suppressions.listSuppressions(viewer, {});
  const input = { channel: "email" as const, note: "" };
  for (const attempt of [
    suppressions.suppress(viewer, { ...input, addresses: "b@example.org" }),
    suppressions.importSuppressions(viewer, { ...input, file: new File(["b@example.org"], "b.csv") }),
    suppressions.liftSuppression(viewer, { suppression: items[0]!.id }),
    suppressions.undoLift(viewer, { token: "x" }),
    suppressions.undoSuppress(viewer, { token: "x" }),
  ]) {
    await expect(attempt).rejects.toMatchObject({ problem: "forbidden" });
  }
});
