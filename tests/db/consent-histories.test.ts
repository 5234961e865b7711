/** Random histories of consent through the real writers, together and one after the other, over a real PostgreSQL. */
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { hearClaims } from "@/lib/consent/apply";
import { type Choice, type Claim, hear, stateOf, undecided, unite } from "@/lib/consent/consent";
import { choiceKey, choicesOf } from "@/lib/consent/stored";
import type { Origin } from "@/lib/consent/write";
import { mergeContacts } from "@/lib/contacts/merge";
import { type Actor, type Ctx, database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makeOrganization, makeStore, useKey } from "../support/organization";

useTestDatabase();
let ctx: Ctx;
let storeId: number;
beforeAll(async () => {
  useKey();
  ctx = await makeOrganization();
  storeId = (await makeStore(ctx as Parameters<typeof makeStore>[0])).id;
});

const channels = ["email", "sms", "push"] as const;
const numRuns = process.env.SOAK ? 3_000 : 30;

type Writer = { actor: Actor; source: string; origin: Origin | "the store" };
const writers: Record<string, Writer> = {
  sync: { actor: { kind: "job", name: "Sync" }, source: "WooCommerce · Outlet", origin: "the store" },
  webhook: { actor: { kind: "webhook", name: "The store" }, source: "WooCommerce · Outlet", origin: "the store" },
  import: { actor: { kind: "job", name: "Import" }, source: "people.csv", origin: "here" },
  member: { actor: { kind: "member", userId: 1, name: "Ines", role: "owner" }, source: "Clientele", origin: "here" },
  person: { actor: { kind: "person", name: "The person" }, source: "Clientele", origin: "here" },
};

const claim = fc
  .record({
    channel: fc.constantFrom(...channels),
    state: fc.constantFrom("subscribed", "unsubscribed", "pending"),
    explicit: fc.boolean(),
    on: fc.integer({ min: 1, max: 12 }),
    method: fc.constantFrom("store", "member", "form"),
    evidence: fc.constantFrom("a", "b"),
  })
  .map(({ on, ...rest }) => ({ ...rest, effectiveAt: new Date(Date.UTC(2026, 0, on)) }) as Claim);
const who = fc.nat(3);
const telling = fc.record({
  writer: fc.constantFrom(...Object.keys(writers)),
  claims: fc.array(fc.tuple(who, claim), { minLength: 1, maxLength: 4 }),
});
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ tell: fc.array(telling, { minLength: 1, maxLength: 1 }) }) },
  { weight: 3, arbitrary: fc.record({ tell: fc.array(telling, { minLength: 2, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ merge: fc.tuple(who, who) }) },
);
type Step = { tell: Telling[] } | { merge: [number, number] };
type Telling = { writer: string; claims: [number, Claim][] };

/** Four people as the database has them, and as the rules alone would. `contacts` follows merges. */
class Life {
  contacts: number[] = [];
  choices = new Map<string, Choice>();

  static async begin(): Promise<Life> {
    const life = new Life();
    for (let count = 0; count < 4; count++) {
      const [row] = await database().sql`insert into contacts (org_id, store_id, source, born_at)
        values (${ctx.orgId}, ${storeId}, 'ecommerce', now()) returning id::int`;
      life.contacts.push(row!.id);
    }
    return life;
  }

  /** Several tellings of one step come at the same moment, each in its own transaction. */
  async live(what: Step) {
    if ("merge" in what) return this.merge(what.merge[0], what.merge[1]);
    await Promise.all(what.tell.map((telling) => this.tell(telling)));
    for (const { claims } of what.tell) for (const [index, claim] of claims) this.note(this.contacts[index]!, claim);
  }

  async tell({ writer, claims }: Telling) {
    const { actor, source, origin } = writers[writer]!;
    const told = claims.map(([index, claim]) => ({ contactId: this.contacts[index]!, claim }));
    await patiently(() =>
      transact({ orgId: ctx.orgId, actor }, (ctx) =>
        hearClaims(ctx, told, source, origin === "the store" ? storeId : origin),
      ),
    );
  }

  private note(contact: number, claim: Claim) {
    const key = choiceKey(contact, claim.channel);
    this.choices.set(key, hear(this.choices.get(key) ?? undecided, claim));
  }

  private async merge(a: number, b: number) {
    const [survivor, loser] = [this.contacts[a]!, this.contacts[b]!];
    if (survivor === loser) return;
    await transact(ctx, (ctx) => mergeContacts(ctx, [{ survivor, loser }]));
    for (const channel of channels) {
      const [ours, theirs] = [survivor, loser].map((id) => this.choices.get(choiceKey(id, channel)));
      if (theirs) this.choices.set(choiceKey(survivor, channel), unite(ours ?? undecided, theirs));
    }
    this.contacts = this.contacts.map((id) => (id === loser ? survivor : id));
  }

  /** Compares everything that is stored with what the rules say. */
  async check() {
    const stored = await transact(ctx, (ctx) => choicesOf(ctx, this.contacts));
    for (const id of new Set(this.contacts)) {
      const [row] = await database()
        .sql`select email_consent, sms_consent, push_consent from contacts where id = ${id}`;
      for (const channel of channels) {
        const choice = this.choices.get(choiceKey(id, channel)) ?? undecided;
        expect(stored.get(choiceKey(id, channel)) ?? undecided).toEqual(choice);
        expect(row![`${channel}_consent`]).toBe(stateOf(choice));
        await checkEvidence(id, channel, stateOf(choice));
      }
    }
  }
}

/**
 * From the last merge on, each row begins where the one before ended, and the newest says what is. Also only from there
 * on a refusal stands once: two people who became one may each have been told the same words.
 */
async function checkEvidence(contact: number, channel: string, state: string) {
  const rows = await evidenceOf(contact, channel);
  const times = rows.map((row) => row.at as number);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(rows.at(-1)?.after ?? "never").toBe(state);
  const merged = rows.findLastIndex((row) => row.method === "merge");
  const chain = merged < 0 ? [{ after: "never" }, ...rows] : rows.slice(merged);
  for (let index = 1; index < chain.length; index++) expect(chain[index]!.before).toBe(chain[index - 1]!.after);
  const own = rows.slice(merged + 1);
  const refused = own.filter((row) => row.before === row.after && row.method !== "merge");
  expect(new Set(refused.map((row) => `${row.method} ${row.source} ${row.evidence}`)).size).toBe(refused.length);
}

const evidenceOf = (contact: number, channel: string) => database().sql`
  select before, after, method, source, evidence, (extract(epoch from recorded_at) * 1000000)::float8 as at
  from consent_evidence where contact_id = ${contact} and channel = ${channel} order by id`;

const counts = async (life: Life) => {
  const [row] = await database()
    .sql`select count(*)::int as rows, (count(*) filter (where before <> after))::int as changes,
      (select count(*)::int from contact_events where kind = 'consent.changed' and contact_id = any(${life.contacts})) as lines
    from consent_evidence where contact_id = any(${life.contacts})`;
  return { rows: row!.rows as number, changes: row!.changes as number, lines: row!.lines as number };
};

/** Two batches may each hold what the other needs; PostgreSQL gives one of them up, and a job tries again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const cause = (error as Error).cause as { code?: string } | undefined;
    if (cause?.code !== "40P01") throw error;
    return patiently(work);
  }
}

describe("any history of consent", () => {
  it("ends in what the rules say, and its evidence explains it, whoever wrote and at whatever moment", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        const life = await Life.begin();
        for (const one of steps) await life.live(one as Step);
        await life.check();
        const tellings = (steps as Step[]).flatMap((one) => ("tell" in one ? one.tell : []));
        const first = await counts(life);
        for (const telling of tellings) await life.tell(telling);
        const second = await counts(life);
        // What was told of a contact before a merge may be news to the one it became, but it changes nothing.
        expect(second).toMatchObject({ changes: first.changes, lines: first.lines });
        for (const telling of tellings) await life.tell(telling);
        expect(await counts(life)).toEqual(second);
        const merged = (steps as Step[]).some((one) => "merge" in one);
        if (!merged) await life.check();
      }),
      { numRuns, ...(process.env.SOAK ? {} : { seed: 11 }) },
    );
  }, 3_600_000);

  it("ends in the same, dates and all, in whatever order it is told", async () => {
    const orders = fc
      .array(telling, { minLength: 2, maxLength: 8 })
      .chain((tellings) =>
        fc.tuple(fc.constant(tellings), fc.shuffledSubarray(tellings, { minLength: tellings.length })),
      );
    await fc.assert(
      fc.asyncProperty(orders, async ([one, other]) => {
        const lives = [await Life.begin(), await Life.begin()] as const;
        for (const telling of one) await lives[0].live({ tell: [telling] } as Step);
        for (const telling of other) await lives[1].live({ tell: [telling] } as Step);
        await lives[1].check();
        const [a, b] = await Promise.all(
          lives.map(async ({ contacts }) => {
            const choices = await transact(ctx, (ctx) => choicesOf(ctx, contacts));
            return contacts.flatMap((id) => channels.map((channel) => choices.get(choiceKey(id, channel)) ?? null));
          }),
        );
        expect(a).toEqual(b);
      }),
      { numRuns: Math.ceil(numRuns / 3), ...(process.env.SOAK ? {} : { seed: 12 }) },
    );
  }, 3_600_000);
});

const said = (state: Claim["state"], day: number, explicit = true): Claim => ({
  channel: "email",
  state,
  explicit,
  effectiveAt: new Date(Date.UTC(2026, 0, day)),
  method: "test",
  evidence: `${state} on day ${day}`,
});

/** Runs `first`, and `second` once `first` has written and not committed; `first` ends when `second` waits for it. */
async function atTheSameTime(first: (ctx: Ctx) => Promise<unknown>, second: (ctx: Ctx) => Promise<unknown>) {
  const [held, go] = [signal(), signal()];
  const one = transact(ctx, async (ctx) => {
    await first(ctx);
    held.give();
    await go.given;
  });
  await held.given;
  const other = transact(ctx, second);
  await untilSomebodyWaits();
  go.give();
  await Promise.all([one, other]);
}

function signal() {
  let give = () => {};
  return { given: new Promise<void>((resolve) => (give = resolve)), give: () => give() };
}

async function untilSomebodyWaits() {
  for (;;) {
    const waiting = await database().sql`select 1 from pg_locks where not granted
      and (database is null or database = (select oid from pg_database where datname = current_database()))`;
    if (waiting.length > 0) return;
    await sleep(20);
  }
}

describe("two writers on one contact at the same moment", () => {
  const tell = (contactId: number, claim: Claim) => (ctx: Ctx) =>
    transact(ctx, (ctx) => hearClaims(ctx, [{ contactId, claim }], "Test"));
  const emailOf = async (id: number) =>
    (await transact(ctx, (ctx) => choicesOf(ctx, [id]))).get(choiceKey(id, "email")) ?? undecided;

  it("lose nothing: an older opt-in that waits for an opt-out does not undo it", async () => {
    const [id] = (await Life.begin()).contacts as [number];
    await atTheSameTime(tell(id, said("unsubscribed", 5)), tell(id, said("subscribed", 3)));
    const choice = await emailOf(id);
    expect(choice.optedInAt).toEqual(new Date(Date.UTC(2026, 0, 3)));
    expect(stateOf(choice)).toBe("unsubscribed");
    await checkEvidence(id, "email", "unsubscribed");
  });

  it("who merges a contact takes along the opt-out that is just being written", async () => {
    const [survivor, loser] = (await Life.begin()).contacts as [number, number];
    await tell(survivor, said("subscribed", 1))(ctx);
    await tell(loser, said("subscribed", 2))(ctx);
    await atTheSameTime(tell(loser, said("unsubscribed", 5)), (ctx) =>
      transact(ctx, (ctx) => mergeContacts(ctx, [{ survivor, loser }])),
    );
    expect(stateOf(await emailOf(survivor))).toBe("unsubscribed");
  });

  it("who writes to a contact that is just being merged is told so, and nothing is lost in silence", async () => {
    const [survivor, loser] = (await Life.begin()).contacts as [number, number];
    await tell(loser, said("subscribed", 2))(ctx);
    const together = atTheSameTime(
      (ctx) => transact(ctx, (ctx) => mergeContacts(ctx, [{ survivor, loser }])),
      tell(loser, said("unsubscribed", 5)),
    );
    await expect(together).rejects.toMatchObject({ problem: "conflict" });
  });
});

describe("a claim that may not change anything", () => {
  it("is kept as evidence once, however many nights it is told", async () => {
    const [id] = (await Life.begin()).contacts as [number];
    const tell = (claim: Claim, writer: Writer) =>
      transact({ orgId: ctx.orgId, actor: writer.actor }, (ctx) =>
        hearClaims(ctx, [{ contactId: id, claim }], writer.source, writer.origin === "the store" ? storeId : "here"),
      );
    await tell(said("unsubscribed", 5), writers.person!);
    for (let night = 6; night < 12; night++) {
      const shown = { ...said("subscribed", night, false), evidence: "marketing_opt_in=yes" };
      expect(await tell(shown, writers.sync!)).toEqual([]);
    }
    await tell({ ...said("subscribed", 3), evidence: "line 7" }, writers.import!);
    const rows = await evidenceOf(id, "email");
    expect(rows.map(({ before, after, source, evidence }) => ({ before, after, source, evidence }))).toEqual([
      { before: "never", after: "unsubscribed", source: "Clientele", evidence: "unsubscribed on day 5" },
      {
        before: "unsubscribed",
        after: "unsubscribed",
        source: "WooCommerce · Outlet",
        evidence: "marketing_opt_in=yes",
      },
      { before: "unsubscribed", after: "unsubscribed", source: "people.csv", evidence: "line 7" },
    ]);
  });
});
