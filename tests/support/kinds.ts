/**
 * Special tags of a platform's store, all seven selections: who bought, who subscribed, before and after the first
 * sync.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "@/lib/tenancy";
import { apply, type Connected, type Kinds, pass, runSync } from "./connected";
import { useTestDatabase } from "./db";
import { type Front, openFront } from "./front";
import { useKey } from "./organization";

type Kind = Kinds[number];
export type Tagged = { email: string; kinds: Kind[] };

/** What the platform's local server can do; `lose` drops what was not told yet. */
type Place = { flush(): Promise<unknown>; lose(): unknown };

type Platform<P extends Place, Person extends Tagged> = {
  open(): Promise<P>;
  close(): Promise<void>;
  connect(place: P, kinds: Kinds): Promise<Connected>;
  /** Everybody there can be, and the special tags that each earns. */
  people: Person[];
  enter(place: P, people: Person[]): void;
};

const kinds: Kind[] = ["subscriber", "buyer", "contact"];
export const selections = [1, 2, 3, 4, 5, 6, 7].map((bits) => kinds.filter((_, at) => bits & (1 << at)));

/** Call once, as a test file's whole content. */
export function describeKinds<P extends Place, Person extends Tagged>(platform: Platform<P, Person>) {
  useTestDatabase();
  let front: Front;
  beforeAll(async () => {
    useKey();
    front = await openFront();
  });
  afterEach(platform.close);
  afterAll(() => front.close());

  describe("with the selection", () => {
    it.each(selections.map((selection) => [selection.join(" and "), selection] as const))(
      "%s just those people are taken, whether they were there before or came after, told or lost on the way",
      async (_, selection) => {
        const expected = takenOf(platform.people, selection);
        const place = await platform.open();
        const late = await platform.connect(place, [...selection]);
        await runSync(late);
        platform.enter(place, platform.people);
        await place.flush();
        await apply(late);
        expect(await taken(late)).toEqual(expected);

        const early = await platform.connect(place, [...selection]);
        await runSync(early);
        expect(await taken(early)).toEqual(expected);

        const silent = await platform.open();
        const night = await platform.connect(silent, [...selection]);
        await runSync(night);
        platform.enter(silent, platform.people);
        await silent.lose();
        await pass(night, "nightly");
        expect(await taken(night)).toEqual(expected);
      },
    );
  });
}

function takenOf(people: Tagged[], selection: Kind[]) {
  const tagged = people.map(({ email, kinds }) => [email, kinds.filter((kind) => selection.includes(kind)).sort()]);
  return Object.fromEntries(tagged.filter(([, tags]) => tags!.length > 0));
}

async function taken({ ctx }: Connected) {
  const rows = await database().sql`select email, special_tags as tags from contacts
    where org_id = ${ctx.orgId} and gone_at is null order by email`;
  return Object.fromEntries(rows.map(({ email, tags }) => [email, [...tags].sort()]));
}
