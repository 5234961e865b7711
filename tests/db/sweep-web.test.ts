/** Every page, action and route of an organization, asked by a member of another: "not found", and nothing changed. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Outcome } from "@/lib/web/outcome";
import { browser } from "../support/browser";
import { useTestDatabase } from "../support/db";
import { useMailServer } from "../support/mail";
import { useKey } from "../support/organization";
import { makeSide, type Side } from "../support/sides";

vi.mock("next/headers", async () => (await import("../support/browser")).browser.asNext());

useTestDatabase();
useMailServer();
useKey();

const root = fileURLToPath(new URL("../../", import.meta.url));
const files = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" }).map((file) => join("app", file));
const notFound = "NEXT_HTTP_ERROR_FALLBACK;404";

/** Actions of people, not of an organization: they read no slug. Somebody else's ids are tried in accounts.test.ts. */
const ofPeople = [
  "acceptInvitation changePassword createOrganization forgot join logIn logOutAction resendVerification",
  "resetPassword revokeOtherSessions revokeSession signUp verifyEmail",
  "choose confirmSignUp leaveAll signUpAtForm unsubscribe",
].flatMap((names) => names.split(" "));

/** Actions of an organization that name nothing inside it. */
const withoutIds = [
  "approve beginConnect chooseColumnsAction connectMagento connectShopify connectStripe connectWithKeys createEndpoint createList createSegment createTag importSuppressions install invite moveTimeZone",
  "chooseRetention forgetWidthsAction openStore refreshNow renameOrganization saveViewAction sizeColumnAction suppress",
].flatMap((names) => names.split(" "));

let mine: Side;
let theirs: Side;

beforeAll(async () => {
  [mine, theirs] = [await makeSide("MINE"), await makeSide("THEIRS")];
  await browser.logIn(mine.owner.sessionId);
});

/** The parameters of a path: the folder before a dynamic one says what the id belongs to. */
function paramsOf(file: string, slug: string, side: Side): Record<string, string | string[]> {
  const params: Record<string, string | string[]> = { org: slug };
  const folders = file.split("/");
  for (const [n, folder] of folders.entries()) {
    if (!folder.startsWith("[") || folder === "[org]") continue;
    if (folder === "[...rest]") {
      params.rest = ["nowhere"];
      continue;
    }
    const of: Record<string, string> = {
      contacts: side.contact,
      stores: side.store,
      deliveries: side.delivery,
      forms: side.form,
      segments: side.segment,
      bulk: side.bulk,
      uploads: side.import,
      parts: "0",
    };
    const id = of[folders[n - 1] ?? ""];
    if (!id) throw new Error(`Say in tests/db/sweep-web.test.ts what ${folder} of ${file} belongs to.`);
    params[folder.slice(1, -1)] = id;
  }
  return params;
}

/** A side whose every id is this text. */
const madeUp = (id: string): Side => ({
  ...theirs,
  store: id,
  delivery: id,
  contact: id,
  form: id,
  segment: id,
  bulk: id,
  import: id,
});

const inOrg = (name: RegExp) => files.filter((file) => file.startsWith("app/[org]/") && name.test(file)).sort();
const namesMore = (file: string) => (file.match(/\[/g)?.length ?? 0) > 1;
type Page = (props: { params: Promise<object>; searchParams: Promise<object>; children: null }) => Promise<unknown>;

describe.each(inOrg(/\/(page|layout)\.tsx$/))("%s", (file) => {
  const open = async (slug: string, side = theirs) => {
    const { default: page }: { default: Page } = await import(join(root, file));
    const params = Promise.resolve(paramsOf(file, slug, side));
    return page({ params, searchParams: Promise.resolve({}), children: null });
  };

  test("is not there in an organization one is no member of", async () => {
    await expect(open(theirs.owner.slug)).rejects.toThrow(notFound);
  });

  test("shows under one's own what is one's own, and nothing of another", async () => {
    const ending = await open(mine.owner.slug).catch((error: Error) => error.message);
    if (namesMore(file)) expect(ending).toBe(notFound);
    else expect(ending).not.toBe(notFound);
  });

  test("takes no made-up id for an error of its own", async () => {
    for (const id of ["abc", "1", "a\u0000b", "-".repeat(36)]) {
      const ending = await open(mine.owner.slug, madeUp(id)).catch((error: Error) => error.message);
      if (namesMore(file)) expect([id, ending]).toEqual([id, notFound]);
      await expect(open(id)).rejects.toThrow(notFound);
    }
  });
});

describe.each(inOrg(/\/route\.ts$/))("%s", (file) => {
  type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
  const ask = async (slug: string, side = theirs) => {
    const handlers: Record<string, Handler> = await import(join(root, file));
    const methods = Object.keys(handlers).filter((name) => /^[A-Z]+$/.test(name));
    const asked = methods.map((method) => {
      const headers = { origin: "http://localhost", host: "localhost" };
      const params = Promise.resolve(paramsOf(file, slug, side));
      return handlers[method]!(new Request("http://localhost/", { method, headers }), { params });
    });
    return (await Promise.all(asked)).map((answer) => answer.status);
  };

  test("is not there in an organization one is no member of, nor with its ids under one's own", async () => {
    expect(new Set(await ask(theirs.owner.slug))).toEqual(new Set([404]));
    expect(new Set(await ask(mine.owner.slug))).toEqual(new Set([namesMore(file) ? 404 : 200]));
  });

  test("takes no made-up id for an error of its own", async () => {
    for (const id of ["abc", "a\u0000b", "-".repeat(36)]) {
      for (const status of await ask(mine.owner.slug, madeUp(id))) expect([id, status < 500]).toEqual([id, true]);
    }
  });
});

const wordsOfAForm = {
  title: "News",
  fields: [],
  agreement: "Yes.",
  button: "Go",
  thanks: "Thanks.",
  doubleOptIn: true,
  origins: "",
};

/** What single actions want beside what all are sent. */
const also: Record<string, object> = {
  beginUpload: { kind: "contacts", file: "people.csv", size: 10 },
  chooseHeader: { header: true },
  chooseMapping: { kind: "contacts", columns: ['{"field":"email"}'], unreadable: "reject" },
  chooseOptions: { lists: [] },
  saveSegment: { description: "", definition: {}, state: "active", seen: "" },
  chooseRetention: { eventsMonths: "12", deliveriesDays: "30" },
  keepSnippet: { consent: "ask" },
  mendRejects: { rows: ['{"line":2,"cells":["a@example.org"]}'] },
};

type Action = (previous: null, sent: object) => Promise<Outcome>;
type Actions = Record<string, Action>;

describe.each(files.filter((file) => file.endsWith("/actions.ts")).sort())("%s", (file) => {
  const sent = (slug: string) => {
    const { owner, inner, ...ids } = theirs;
    const merged = { from: [theirs.tag], into: theirs.list };
    return {
      ...ids,
      ...merged,
      org: slug,
      role: "viewer",
      kinds: ["buyer"],
      scopes: ["contacts.read"],
      topics: ["contact.created"],
      hours: 1,
      name: "Renamed",
      colour: "red",
      token: "x",
      disabled: true,
      excluded: true,
      tags: ["VIP"],
      channel: "email",
      statement: "Asked for it in the shop.",
      at: "2026-01-02T10:00:00Z",
      kind: "list",
      columns: ["name"],
      all: true,
      expected: 1,
      other: theirs.contact,
      typed: "THEIRS@example.org",
      ...wordsOfAForm,
    };
  };
  const own = async () => {
    const actions: Actions = await import(join(root, file));
    return Object.entries(actions).filter(([name]) => !ofPeople.includes(name));
  };

  test("does nothing in an organization one is no member of", async () => {
    for (const [name, action] of await own()) {
      await expect(action(null, { ...sent(theirs.owner.slug), ...also[name] }), name).rejects.toThrow(notFound);
    }
  });

  test("finds nothing of another organization under one's own", async () => {
    for (const [name, action] of (await own()).filter(([name]) => !withoutIds.includes(name))) {
      const outcome = await action(null, { ...sent(mine.owner.slug), ...also[name] });
      expect([name, outcome]).toMatchObject([name, { ok: false, problem: "not-found" }]);
    }
  });
});

test("nobody is sent away from every page", async () => {
  browser.logOut();
  for (const file of inOrg(/\/page\.tsx$/)) {
    const { default: page }: { default: Page } = await import(join(root, file));
    const params = Promise.resolve(paramsOf(file, mine.owner.slug, mine));
    const open = page({ params, searchParams: Promise.resolve({}), children: null });
    await expect(open, file).rejects.toThrow("NEXT_REDIRECT");
  }
});
