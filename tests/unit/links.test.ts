/** Links in mails: they say nothing, cannot be guessed or bent, and outlive a change of keys. */
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { forgetEnv } from "@/lib/env";
import { confirmationToken, readConfirmation } from "@/lib/forms/confirm";
import { choiceToken, listUnsubscribeHeaders, readChoiceToken, unsubscribeLink } from "@/lib/preferences/links";
import { seal } from "@/lib/secrets";

const recipient = {
  orgId: 7001,
  storeId: 7002,
  contact: "0197c0de-0000-7000-8000-000000000001",
  channel: "email" as const,
  address: "mira@example.org",
};
const key = () => randomBytes(32).toString("base64");
const before = { ...process.env };

function useKeys(current: string, old?: string) {
  process.env.CLIENTELE_KEY = current;
  if (old === undefined) delete process.env.CLIENTELE_OLD_KEYS;
  else process.env.CLIENTELE_OLD_KEYS = old;
  forgetEnv();
}

beforeEach(() => useKeys(key()));
afterEach(() => {
  process.env = { ...before };
  forgetEnv();
});

describe("a link in a mail", () => {
  test("opens to whom it was made for, and shows nothing of it", () => {
    const link = unsubscribeLink(recipient);
    expect(readChoiceToken(choiceToken(recipient))).toEqual(recipient);
    const shown = Buffer.from(link.split("/").at(-1)!.split(".").join(""), "base64url").toString("latin1") + link;
    for (const secret of ["7001", "7002", "mira", "example.org", "0197c0de"]) expect(shown).not.toContain(secret);
    expect(link).toMatch(/^http:\/\/localhost:\d+\/u\/[\w.-]+$/);
  });

  test("is another one each time, so that two mails cannot be told to go to one person", () => {
    expect(choiceToken(recipient)).not.toBe(choiceToken(recipient));
  });

  test("shortened by any number of characters is none", () => {
    const token = choiceToken(recipient);
    for (let length = 0; length < token.length; length++) expect(readChoiceToken(token.slice(0, length))).toBeNull();
  });

  test("with any other byte in it is none", () => {
    const parts = choiceToken(recipient).split(".");
    for (const [n, part] of parts.entries()) {
      if (n < 2) continue;
      const bytes = Buffer.from(part, "base64url");
      for (const [at, byte] of bytes.entries()) {
        const bent = Buffer.from(bytes);
        bent[at] = byte ^ 1;
        expect(readChoiceToken(parts.with(n, bent.toString("base64url")).join("."))).toBeNull();
      }
    }
  });

  test("made of anything else is none", () => {
    const strange = [
      "",
      "x",
      "s1....",
      `${"a".repeat(2000)}`,
      "s1.00000000.AAAA.AAAA.AAAA",
      seal("[1]", "choices of a recipient"),
    ];
    strange.push(seal(JSON.stringify([1, 2, recipient.contact, "email", "a@b.c"]), "another place"));
    strange.push(confirmationToken({ orgId: 1, id: 1 }));
    for (const one of strange) expect(readChoiceToken(one)).toBeNull();
  });

  test("works after the key was changed, while the old one is kept, and ends with it", () => {
    const [old, fresh] = [key(), key()];
    useKeys(old);
    const token = choiceToken(recipient);
    useKeys(fresh, old);
    expect(readChoiceToken(token)).toEqual(recipient);
    useKeys(fresh);
    expect(readChoiceToken(token)).toBeNull();
  });

  test("for choosing does not confirm a sign-up", async () => {
    expect(await readConfirmation(choiceToken(recipient))).toBeNull();
  });
});

describe("the headers of a mail", () => {
  test("name one address for one click (RFC 8058), and the merchant's mailbox where there is one", () => {
    const plain = listUnsubscribeHeaders(recipient);
    expect(plain["List-Unsubscribe"]).toMatch(/^<https?:\/\/[^>]+\/api\/unsubscribe\/[\w.-]+>$/);
    expect(plain["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    const both = listUnsubscribeHeaders(recipient, "leave@shop.example");
    expect(both["List-Unsubscribe"]).toMatch(/^<[^>]+>, <mailto:leave@shop\.example\?subject=unsubscribe>$/);
  });

  test("of a long address still fit into a line of mail", () => {
    const address = `${"a".repeat(64)}@${"b".repeat(180)}.example`;
    const line = listUnsubscribeHeaders({ ...recipient, address })["List-Unsubscribe"]!;
    expect(line.length).toBeLessThan(900);
    expect(readChoiceToken(/unsubscribe\/([^>]+)>/.exec(line)![1]!)?.address).toBe(address);
  });
});
