/** Who a request comes from: the cookie, the row behind it, and what each room says to nobody. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { logIn } from "@/app/(auth)/actions";
import * as accounts from "@/lib/accounts";
import { forgetEnv } from "@/lib/env";
import { orgRoute } from "@/lib/web/api-route";
import { logOut } from "@/lib/web/log-in";
import { currentUser, memberContext, requireUser } from "@/lib/web/session";
import { browser } from "../support/browser";
import { useTestDatabase } from "../support/db";
import { makeOwner, password } from "../support/members";

vi.mock("next/headers", async () => (await import("../support/browser")).browser.asNext());

useTestDatabase();
beforeEach(() => browser.logOut());

/** Where Next is told to send the browser. */
async function sentTo(attempt: Promise<unknown>): Promise<string> {
  const signal = await attempt.catch((error: Error & { digest?: string }) => error.digest ?? error.message);
  return String(signal).split(";")[2] ?? String(signal);
}

describe("the cookie", () => {
  test("of a living session is its user; revoked, it is nobody at the next request", async () => {
    const me = await makeOwner();
    await browser.logIn(me.sessionId);
    expect(await currentUser()).toMatchObject({ email: me.email });
    await accounts.revokeSession(me, { session: me.sessionId });
    expect(await currentUser()).toBeNull();
  });

  test("that nobody sealed, or another secret did, or that names no session, is nobody", async () => {
    const me = await makeOwner();
    await browser.logIn(me.sessionId, "another-secret-another");
    expect(await currentUser()).toBeNull();
    for (const sid of ["1", "' or true", crypto.randomUUID()]) {
      await browser.logIn(sid);
      expect(await currentUser()).toBeNull();
    }
    for (const value of ["", "x", "a.b.c.d.e", me.sessionId]) {
      browser.put(value);
      expect(await currentUser()).toBeNull();
    }
  });
});

describe("logging in by the form", () => {
  test("sets a cookie that scripts cannot read and other sites cannot send, and goes on to where one came from", async () => {
    const me = await makeOwner();
    const form = { email: me.email, password, next: `/${me.slug}/contacts` };
    expect(await sentTo(logIn(null, form))).toBe(`/${me.slug}/contacts`);
    const cookie = browser.cookies.get("next-auth.session-token");
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/", secure: false });
    expect(await currentUser()).toMatchObject({ email: me.email });
    expect(await accounts.listSessions(me)).toMatchObject([{ userAgent: "Test browser" }, {}]);
  });

  test("at an https address uses a secure cookie with the secure prefix", async () => {
    const me = await makeOwner();
    process.env.APP_URL = "https://clientele.example";
    forgetEnv();
    await sentTo(logIn(null, { email: me.email, password }));
    delete process.env.APP_URL;
    forgetEnv();
    expect(browser.cookies.get("__Secure-next-auth.session-token")).toMatchObject({ secure: true, httpOnly: true });
  });

  test("never goes on to another site", async () => {
    const me = await makeOwner();
    expect(await sentTo(logIn(null, { email: me.email, password, next: "//evil.example" }))).toBe("/");
  });

  test("with a wrong password says so, keeps the address, and sets nothing", async () => {
    const me = await makeOwner();
    const outcome = await logIn(null, { email: me.email, password: "not this one" });
    expect(outcome).toMatchObject({ ok: false, problem: "unauthenticated", values: { email: me.email } });
    expect(JSON.stringify(outcome)).not.toContain("not this one");
    expect(browser.cookies.size).toBe(0);
  });
});

test("logging out ends the session in the database, not only in the browser", async () => {
  const me = await makeOwner();
  await browser.logIn(me.sessionId);
  expect(await sentTo(logOut())).toBe("/login");
  expect(browser.cookies.size).toBe(0);
  expect(await accounts.readSession(me.sessionId)).toBeNull();
});

describe("nobody", () => {
  test("is sent to the log-in page, and from there back", async () => {
    expect(await sentTo(requireUser("/new"))).toBe("/login?next=%2Fnew");
    expect(await sentTo(memberContext("north", "/north/contacts?q=a"))).toBe("/login?next=%2Fnorth%2Fcontacts%3Fq%3Da");
  });

  test("gets 401 from a route, a member of nothing 404, and a form of another site 403", async () => {
    const me = await makeOwner();
    const ask = async (method: string, slug: string, headers: Record<string, string> = {}) => {
      const route = orgRoute(async ({ organization }) => Response.json(organization.slug));
      const request = new Request("http://localhost/x", { method, headers: { host: "localhost", ...headers } });
      return (await route(request, { params: Promise.resolve({ org: slug }) })).status;
    };
    expect(await ask("GET", me.slug)).toBe(401);
    await browser.logIn(me.sessionId);
    expect(await ask("GET", me.slug)).toBe(200);
    expect(await ask("GET", "somebody-elses")).toBe(404);
    expect(await ask("POST", me.slug, { origin: "http://localhost" })).toBe(200);
    for (const origin of ["https://evil.example", "null", ""]) expect(await ask("POST", me.slug, { origin })).toBe(403);
  });
});
