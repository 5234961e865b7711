/**
 * Mail, directly over SMTP, outside any transaction. A letter that could not be sent is an outcome, never an exception.
 */
import { createTransport } from "nodemailer";
import { env } from "./env";
import { log } from "./log";
import type { Letter } from "./mail/letter";

/** `reason` is the mail server's word, for the log and the operator; people are told that sending failed. */
export type Delivery = { sent: true } | { sent: false; reason: string };

/** Milliseconds a conversation may take before the letter counts as not sent. */
const patience = 10_000;
const waits = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 5_000 };

/** Hands one letter to the mail server of SMTP_URL. */
export async function send(to: string, letter: Letter): Promise<Delivery> {
  const { SMTP_URL, MAIL_FROM } = env();
  const transport = createTransport({ url: SMTP_URL, ...waits });
  try {
    const { sender, kind: _, ...content } = letter;
    const from = sender ? { name: sender, address: bare(MAIL_FROM) } : MAIL_FROM;
    await within(patience, transport.sendMail({ from, to: { name: "", address: to }, ...content }));
    return { sent: true };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.error({ subject: letter.kind, code: codeOf(error) }, "a mail could not be sent");
    return { sent: false, reason };
  } finally {
    transport.close();
  }
}

/** The sentence for people when a letter did not leave. */
export const notSent = "We could not send the mail just now. Nothing is lost: try again in a few minutes.";

/** "Clientele <no-reply@…>" without the name. */
const bare = (from: string) => /<([^>]+)>/.exec(from)?.[1] ?? from;

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error("The mail server did not answer in time.")), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

// A mail server's message may repeat the address; its code does not.
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
