/** Sign-up, log-in, links from mails, sessions: through the verbs, a real Postgres and a real SMTP conversation. */
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { userTokens } from "@/db/schema";
import * as accounts from "@/lib/accounts";
import * as organizations from "@/lib/organizations";
import { sha256 } from "@/lib/secrets";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { tokenIn, useMailServer, withoutMailServer } from "../support/mail";
import { address, makeOwner, meOf, password, userByEmail, visitor } from "../support/members";

useTestDatabase();
const mail = useMailServer();

const signUp = (email: string) =>
  accounts.signUp(
    accounts.SignUp.parse({ name: "Maren", email, password, organization: "North Candles", timeZone: "Europe/Oslo" }),
    visitor(),
  );

describe("signing up", () => {
  test("makes the user, the organization and its owner, and mails a link that confirms the address", async () => {
    const email = address();
    const made = await signUp(email);
    expect(made.mail).toEqual({ sent: true });
    const me = await meOf(made.userId);
    expect(me).toMatchObject({ email, name: "Maren", emailVerified: false });
    expect(await organizations.mine(me)).toMatchObject([{ slug: made.slug, role: "owner", timeZone: "Europe/Oslo" }]);
    await accounts.verifyEmail({ token: tokenIn((await mail.to(email))[0]) });
    expect((await meOf(made.userId)).emailVerified).toBe(true);
  });

  test("stands although the mail cannot be sent, says so, and the link can be sent again", async () => {
    const email = address();
    const made = await withoutMailServer(() => signUp(email));
    expect(made.mail.sent).toBe(false);
    expect(await mail.to(email)).toEqual([]);
    const me = await meOf(made.userId);
    expect(await accounts.resendVerification(me)).toEqual({ sent: true });
    expect(await mail.to(email)).toHaveLength(1);
  });

  test("with a known address is refused at the field, whatever the case it is typed in", async () => {
    const email = address();
    await signUp(email);
    await expect(signUp(` ${email.toUpperCase()} `)).rejects.toMatchObject({
      problem: "conflict",
      fields: { email: expect.stringContaining("has an account") },
    });
  });

  test("twenty times an hour from one place is enough", async () => {
    const here = visitor();
    const input = () => accounts.SignUp.parse({ name: "A", email: address(), password, organization: "Shop" });
    await Promise.all(Array.from({ length: 20 }, () => accounts.signUp(input(), here)));
    await expect(accounts.signUp(input(), here)).rejects.toMatchObject({ problem: "too-many" });
  });
});

describe("logging in", () => {
  test("works with the right password only, and an unknown address gets the very same answer", async () => {
    const { email, userId } = await makeOwner();
    expect(await accounts.logIn({ email, password }, visitor())).toEqual({ userId });
    const wrong = await accounts.logIn({ email, password: "not this one" }, visitor()).catch((error) => error);
    const nobody = await accounts.logIn({ email: address(), password }, visitor()).catch((error) => error);
    expect(wrong).toMatchObject({ problem: "unauthenticated" });
    expect([nobody.problem, nobody.message]).toEqual([wrong.problem, wrong.message]);
  });

  test("stops after five wrong passwords from one place, also for the right one, and tells the minutes", async () => {
    const { email } = await makeOwner();
    const here = visitor();
    for (let n = 0; n < 5; n++) await accounts.logIn({ email, password: "wrong words" }, here).catch(() => {});
    await expect(accounts.logIn({ email, password }, here)).rejects.toMatchObject({
      problem: "too-many",
      message: "Too many tries. Try again in 15 minutes.",
    });
    await expect(accounts.logIn({ email, password }, visitor())).resolves.toBeTruthy();
  });

  test("counts guesses that arrive at the same moment", async () => {
    const { email } = await makeOwner();
    const here = visitor();
    const guess = () => accounts.logIn({ email, password: "wrong words" }, here).catch((error) => error.problem);
    const answers = await Promise.all(Array.from({ length: 20 }, guess));
    expect(answers.filter((answer) => answer === "unauthenticated")).toHaveLength(5);
  });

  test("forgets wrong passwords after the right one", async () => {
    const { email } = await makeOwner();
    const here = visitor();
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 4; n++) await accounts.logIn({ email, password: "wrong words" }, here).catch(() => {});
      await expect(accounts.logIn({ email, password }, here)).resolves.toBeTruthy();
    }
  });

  test("stops after fifty wrong passwords from one place, spread over many addresses", async () => {
    const here = visitor();
    const guess = () => accounts.logIn({ email: address(), password: "wrong words" }, here).catch((e) => e.problem);
    const answers: string[] = [];
    for (let n = 0; n < 11; n++) answers.push(...(await Promise.all(Array.from({ length: 5 }, guess))));
    expect(answers.filter((answer) => answer === "unauthenticated")).toHaveLength(50);
    expect(answers.slice(50)).toEqual(Array(5).fill("too-many"));
  });

  test("keeps its counts in the database and no address in them", async () => {
    const { email } = await makeOwner();
    await accounts.logIn({ email, password: "wrong words" }, visitor()).catch(() => {});
    const rows = await database().sql`select key, points from rate_limits where key like 'log-in-to:%'`;
    expect(rows.map((row) => row.key)).toContain(`log-in-to:${sha256(email)}`);
    expect(JSON.stringify(rows)).not.toContain(email);
  });
});

describe("passwords", () => {
  test("are kept as argon2id with OWASP's parameters", async () => {
    const { email } = await makeOwner();
    expect((await userByEmail(email))?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test("are the same however a keyboard composes their letters", async () => {
    const email = address();
    const typed = "ma\u0301ny sm\u00e5 ord";
    await accounts.createOwner({ email, name: "M", password: typed, organization: "S", timeZone: "UTC" });
    await expect(accounts.logIn({ email, password: typed.normalize("NFC") }, visitor())).resolves.toBeTruthy();
  });

  test("a forgotten one is replaced by a mailed link, once, and every session ends", async () => {
    const { email, userId, sessionId } = await makeOwner();
    const { work } = await accounts.requestPasswordReset({ email }, visitor());
    await work();
    const token = tokenIn((await mail.to(email)).at(-1));
    await accounts.resetPassword({ token, password: "other good words" });
    expect(await accounts.readSession(sessionId)).toBeNull();
    await expect(accounts.logIn({ email, password: "other good words" }, visitor())).resolves.toEqual({ userId });
    await expect(accounts.logIn({ email, password }, visitor())).rejects.toMatchObject({ problem: "unauthenticated" });
    const again = accounts.resetPassword({ token, password: "third good words" });
    await expect(again).rejects.toMatchObject({ problem: "invalid" });
    expect((await mail.to(email)).at(-1)?.subject).toBe("Your password was changed");
  });

  test("asking for a link answers the same for an address nobody has, and mails nothing", async () => {
    const stranger = address();
    const { email } = await makeOwner();
    const [known, unknown] = await Promise.all([
      accounts.requestPasswordReset({ email }, visitor()),
      accounts.requestPasswordReset({ email: stranger }, visitor()),
    ]);
    expect(Object.keys(unknown)).toEqual(Object.keys(known));
    expect(await unknown.work()).toEqual(await known.work());
    expect(await mail.to(stranger)).toEqual([]);
  });

  test("no more than five links an hour go to one address", async () => {
    const { email } = await makeOwner();
    for (let n = 0; n < 5; n++) await accounts.requestPasswordReset({ email }, visitor());
    await expect(accounts.requestPasswordReset({ email }, visitor())).rejects.toMatchObject({ problem: "too-many" });
  });

  test("changing one needs the current one and ends the other sessions", async () => {
    const me = await makeOwner();
    const other = await meOf(me.userId);
    const wrong = accounts.changePassword(me, { current: "not this one", password: "other good words" }, visitor());
    await expect(wrong).rejects.toMatchObject({ fields: { current: "This is not your password." } });
    await accounts.changePassword(me, { current: password, password: "other good words" }, visitor());
    expect(await accounts.readSession(other.sessionId)).toBeNull();
    expect(await accounts.readSession(me.sessionId)).toMatchObject({ userId: me.userId });
  });

  test("an operator's reset logs the user out", async () => {
    const me = await makeOwner();
    await accounts.setPassword({ email: me.email, password: "other good words" });
    expect(await accounts.readSession(me.sessionId)).toBeNull();
    await expect(accounts.setPassword({ email: address(), password })).rejects.toMatchObject({ problem: "not-found" });
  });
});

describe("links from mails", () => {
  test("are kept as hashes only, and only the newest of a purpose works", async () => {
    const email = address();
    const made = await signUp(email);
    await accounts.resendVerification(await meOf(made.userId));
    const [first, second] = (await mail.to(email)).map(tokenIn);
    const rows = await database().orm.select().from(userTokens).where(eq(userTokens.userId, made.userId));
    expect(rows.map((row) => row.hash)).toEqual([sha256(second!)]);
    await expect(accounts.verifyEmail({ token: first! })).rejects.toMatchObject({ problem: "invalid" });
    await expect(accounts.verifyEmail({ token: second! })).resolves.toEqual({ userId: made.userId });
  });

  test("work once, even when pressed twice at the same moment", async () => {
    const email = address();
    await signUp(email);
    const token = tokenIn((await mail.to(email))[0]);
    const presses = await Promise.allSettled([accounts.verifyEmail({ token }), accounts.verifyEmail({ token })]);
    expect(presses.map((press) => press.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("end with their time, and one purpose's link does not serve the other", async () => {
    const { email, userId } = await makeOwner();
    await (await accounts.requestPasswordReset({ email }, visitor())).work();
    const token = tokenIn((await mail.to(email)).at(-1));
    await expect(accounts.verifyEmail({ token })).rejects.toMatchObject({ problem: "invalid" });
    expect(await accounts.tokenIsUsable(token, "reset")).toBe(true);
    await database().orm.update(userTokens).set({ expiresAt: sql`now()` }).where(eq(userTokens.userId, userId));
    expect(await accounts.tokenIsUsable(token, "reset")).toBe(false);
    await expect(accounts.resetPassword({ token, password })).rejects.toMatchObject({ problem: "invalid" });
  });

  test("live one hour for a password and one day for an address", async () => {
    const email = address();
    await signUp(email);
    await (await accounts.requestPasswordReset({ email }, visitor())).work();
    const lives = await database().sql`
      select purpose, extract(epoch from t.expires_at - t.created_at)::int / 3600 as hours
      from user_tokens t join users on users.id = t.user_id where email = ${email} order by purpose`;
    expect([...lives]).toEqual([
      { purpose: "reset", hours: 1 },
      { purpose: "verify", hours: 24 },
    ]);
  });
});
