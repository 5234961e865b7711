import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { logIn } from "@/lib/accounts";
import { command, usage } from "@/lib/local/clientele";
import { useTestDatabase } from "@/tests/support/db";

useTestDatabase();

const visitor = { ip: "127.0.0.1", userAgent: null };
const person = ["--name", "Ada", "--organization", "Ada's Shops"];
let said: string;
let complained: string;

beforeEach(() => {
  said = "";
  complained = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
  vi.spyOn(console, "error").mockImplementation((text) => {
    complained += text;
  });
});

afterEach(() => vi.restoreAllMocks());

const ask = (verb: string, ...words: string[]) => command(verb)!(words);

test("an operator makes an owner, who logs in with the password that was printed", async () => {
  expect(await ask("make-owner", "--email", "Ada@Shops.example", ...person)).toBe(0);
  const password = /Password: (\S+)/.exec(said)?.[1] ?? "";
  await expect(logIn({ email: "ada@shops.example", password }, visitor)).resolves.toMatchObject({});
});

test("a known address is not made an owner twice", async () => {
  const words = ["--email", "twice@shops.example", ...person];
  await ask("make-owner", ...words);
  expect(await ask("make-owner", ...words)).toBe(1);
  expect(complained).not.toBe("");
});

test("a reset password works at once, and the old one no longer", async () => {
  const [old, fresh] = [randomBytes(12).toString("hex"), randomBytes(12).toString("hex")];
  await ask("make-owner", "--email", "reset@shops.example", "--password", old, ...person);
  expect(await ask("reset-password", "--email", "reset@shops.example", "--password", fresh)).toBe(0);
  await expect(logIn({ email: "reset@shops.example", password: fresh }, visitor)).resolves.toMatchObject({});
  await expect(logIn({ email: "reset@shops.example", password: old }, visitor)).rejects.toThrow();
});

test("a missing, unknown or wrong word is told with the way to write it", async () => {
  expect(await ask("make-owner", "--email", "a@shops.example")).toBe(2);
  expect(complained).toContain("make-owner needs --name, --organization.");
  expect(await ask("reset-password", "--mail", "a@shops.example")).toBe(2);
  expect(complained).toContain("--mail");
  expect(await ask("reset-password", "--email", "nobody", "--password", "short")).toBe(1);
  expect(complained).toContain("--email:");
});

test("an unknown verb is none, also when every object has a property of that name", () => {
  expect(command("nope")).toBeUndefined();
  expect(command("toString")).toBeUndefined();
  expect(usage()).toContain("make-owner --email …");
});
