/** Letters, and the conversation that carries them: a real one over SMTP. */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { forgetEnv } from "@/lib/env";
import { send } from "@/lib/mail";
import { invitationLetter, passwordChangedLetter, resetLetter, verifyLetter } from "@/lib/mail/letters";
import { useMailServer } from "../support/mail";

const mail = useMailServer();
const hostile = `<img src=x onerror=alert(1)> "M" & Co`;
const invitation = { inviter: hostile, organization: hostile, role: "editor", token: "t".repeat(43) };
const letters = [
  verifyLetter(hostile, "v".repeat(43)),
  resetLetter(hostile, "r".repeat(43)),
  passwordChangedLetter(hostile),
  invitationLetter(invitation),
];

describe("every letter", () => {
  test.each(letters)("$kind says in text what it says in HTML, and fetches nothing", ({ text, html }) => {
    expect(text).toContain(hostile);
    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(html).not.toMatch(/src=["']|url\(|<link|<script/);
    for (const [link] of text.matchAll(/https?:\/\/\S+/g)) expect(html).toContain(`href="${link}"`);
  });

  test("arrives whole, in both forms, from the house's address", async () => {
    expect(await send("ida@example.org", letters[3]!)).toEqual({ sent: true });
    const [received] = await mail.to("ida@example.org");
    expect(received).toMatchObject({
      from: "no-reply@clientele.local",
      subject: `${hostile} invites you to ${hostile}`,
    });
    expect(received?.text).toContain(`/invite/${"t".repeat(43)}`);
    expect(received?.html).toContain("Join");
  });

  test("carries names in every script", async () => {
    await send("sofia@example.org", invitationLetter({ ...invitation, inviter: "Søfía 李 😀", organization: "商店" }));
    expect((await mail.to("sofia@example.org"))[0]?.subject).toBe("Søfía 李 😀 invites you to 商店");
  });

  test("reaches one address only, whatever the address looks like", async () => {
    await send("a@example.org, b@example.org", letters[0]!);
    expect(await mail.to("b@example.org")).toEqual([]);
  });
});

describe("a mail server that does not play along", () => {
  let stop: () => void = () => {};
  afterEach(() => stop());

  async function listen(greet: string | null) {
    const before = process.env.SMTP_URL;
    const server = createServer((socket) => void (greet && socket.end(greet))).listen(0, "127.0.0.1");
    await once(server, "listening");
    process.env.SMTP_URL = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    forgetEnv();
    stop = () => {
      server.close();
      process.env.SMTP_URL = before;
      forgetEnv();
    };
  }

  test("and refuses is an outcome with its reason, not an exception", async () => {
    await listen("554 go away\r\n");
    expect(await send("ida@example.org", letters[0]!)).toEqual({ sent: false, reason: expect.stringContaining("554") });
  });

  test("and never says a word is given up on", async () => {
    await listen(null);
    expect(await send("ida@example.org", letters[0]!)).toEqual({ sent: false, reason: expect.any(String) });
  });
});
