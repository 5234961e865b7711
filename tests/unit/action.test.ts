/** What a form becomes, and what a form is told: without a server, for every kind of field and of ending. */
import { notFound, redirect } from "next/navigation";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { conflict, Failure } from "@/lib/errors";
import { errorFacts, log, logPrinted, requestId } from "@/lib/log";
import { problem } from "@/lib/web/api-route";
import { formObject } from "@/lib/web/form";
import { outcome } from "@/lib/web/outcome";
import { safePath, visitorOf } from "@/lib/web/visitor";

function form(...fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

const Store = z.object({
  name: z.string().min(1, "Enter a name."),
  kinds: z.array(z.string()),
  live: z.boolean().default(false),
  note: z.string().optional(),
});
const sound = { name: "Outlet", kinds: [] };
const never = async () => {
  throw new Error("must not run");
};

describe("a form", () => {
  test("becomes an object as its schema asks: many values, switches, texts; the organization is left out", () => {
    const sent = form(["name", "Outlet"], ["kinds", "buyer"], ["org", "north"], ["$ACTION_KEY", "k"], ["live", "on"]);
    expect(formObject(Store, sent)).toEqual({ name: "Outlet", kinds: ["buyer"], live: true });
    expect(formObject(Store, form(["name", "x"]))).toEqual({ name: "x", kinds: [], live: false });
  });

  test("of a schema with transforms and defaults around lists and switches is read the same", () => {
    const Wrapped = z.object({ kinds: z.array(z.string()).transform((all) => all.length), on: z.boolean().optional() });
    expect(Wrapped.parse(formObject(Wrapped, form(["kinds", "a"], ["kinds", "b"])))).toEqual({ kinds: 2, on: false });
  });
});

describe("an action's form", () => {
  test("that is not right hears the message per field and gets its values back, but no password", async () => {
    const Login = Store.extend({ password: z.string().min(10, "Too short.") });
    const sent = form(["name", ""], ["note", "typed"], ["password", "secret"], ["kinds", "buyer"]);
    expect(await outcome(Login, sent, never)).toEqual({
      ok: false,
      problem: "invalid",
      message: "2 fields need another look.",
      fields: { name: "Enter a name.", password: "Too short." },
      values: { name: "", note: "typed", kinds: ["buyer"], live: "" },
    });
  });

  test("hears a failure of the verb as it stands, with what was typed", async () => {
    const sent = { name: "Outlet", kinds: [] };
    const taken = () => Promise.reject(new Failure("conflict", "Taken.", { name: "Taken." }));
    expect(await outcome(Store, sent, taken)).toMatchObject({
      ok: false,
      problem: "conflict",
      message: "Taken.",
      fields: { name: "Taken." },
      values: { name: "Outlet" },
    });
  });

  test("hears of an unforeseen error only an id", async () => {
    const broken = () => Promise.reject(new Error("password of postgres is hunter2"));
    const told = await outcome(Store, { name: "Outlet", kinds: [] }, broken);
    expect(told).toMatchObject({ ok: false, problem: "unknown" });
    expect(JSON.stringify(told)).not.toContain("hunter2");
    expect(told.message).toMatch(/Error [0-9a-f]{10} is in the log/);
  });

  test("is told the id under which all lines of its request stand in the log", async () => {
    const ids: (string | undefined)[] = [];
    const broken = async () => {
      ids.push(requestId());
      throw new Error("broken");
    };
    const [one, other] = [await outcome(Store, sound, broken), await outcome(Store, sound, broken)];
    expect(one).toMatchObject({ message: expect.stringContaining(`Error ${ids[0]} is`) });
    expect(other).toMatchObject({ message: expect.stringContaining(`Error ${ids[1]} is`) });
    expect(new Set([...ids, requestId()]).size).toBe(3);
  });

  test("that is a page leaves no typed address in the log either, and the id that it shows", () => {
    const written = vi.spyOn(log, "error").mockImplementation(() => {});
    const failed = new Error("Failed query: select 1 params: a@b.example", { cause: new Error("too late") });
    logPrinted(" ⨯", Object.assign(failed, { digest: "3888240365", params: ["a@b.example"] }));
    logPrinted("a word of %s", "Next");
    const lines = JSON.stringify(written.mock.calls);
    written.mockRestore();
    expect(lines).toContain("3888240365");
    expect(lines).toContain("too late");
    expect(lines).toContain("a word of Next");
    expect(lines).not.toContain("a@b.example");
  });

  test("leaves no typed address in the log when a query fails", async () => {
    const cause = Object.assign(new Error("duplicate key value"), {
      code: "23505",
      detail: "Key (email)=(a@b.example)",
    });
    const failed = new Error("Failed query: insert into users params: a@b.example", { cause });
    const facts = errorFacts(failed);
    expect(facts).toMatchObject({
      code: "23505",
      message: "duplicate key value",
      place: expect.stringMatching(/^\s+at /),
    });
    expect(JSON.stringify(facts)).not.toContain("a@b.example");
  });

  test("lets Next's own signals through", async () => {
    const sent = { name: "Outlet", kinds: [] };
    await expect(outcome(Store, sent, async () => redirect("/there"))).rejects.toThrow("NEXT_REDIRECT");
    await expect(outcome(Store, sent, async () => notFound())).rejects.toThrow("NEXT_HTTP_ERROR_FALLBACK;404");
  });

  test("gets the message and result of a verb that succeeded", async () => {
    const saved = async (input: { name: string }) => ({ message: "Saved.", result: input.name });
    const told = await outcome(Store, form(["name", "Outlet"]), saved);
    expect(told).toEqual({ ok: true, message: "Saved.", result: "Outlet" });
  });
});

describe("a route", () => {
  test("answers failures as problem+json with their status, and an unforeseen error with an id", async () => {
    const taken = problem(conflict("Taken."));
    expect([taken.status, taken.headers.get("content-type")]).toEqual([409, "application/problem+json"]);
    expect(await taken.json()).toMatchObject({ status: 409, title: "conflict", detail: "Taken." });
    const broken = problem(new Error("hunter2"));
    expect(broken.status).toBe(500);
    expect(await broken.json()).toEqual(expect.objectContaining({ id: expect.stringMatching(/^[0-9a-f]{10}$/) }));
  });
});

describe("where to go after log-in", () => {
  test("is a path of this app", () => {
    expect(safePath("/north/contacts?sort=created.desc")).toBe("/north/contacts?sort=created.desc");
  });

  test.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "evil",
    "",
    null,
    "/\t/evil.example",
    "/%zz/\n",
    "/a/..//evil.example",
    "/.//evil.example",
    "/./\\evil.example",
  ])("is never somewhere else: %j", (next) => {
    const path = safePath(next);
    expect(path === null || new URL(path, "https://app.example").origin === "https://app.example").toBe(true);
    expect(path ?? "").not.toMatch(/^\/[/\\]/);
  });
});

test("a visitor's address is the one the nearest proxy saw, not what the visitor claims", () => {
  const sent = new Headers({ "x-forwarded-for": "1.1.1.1, 203.0.113.7", "user-agent": "Firefox" });
  expect(visitorOf(sent)).toEqual({ ip: "203.0.113.7", userAgent: "Firefox" });
});
