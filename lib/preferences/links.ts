/**
 * The links in mails by which a person decides without a log-in. They carry whom they concern, sealed: nothing can be
 * read off or guessed, they never expire (old mails must work), and end only when their key leaves CLIENTELE_OLD_KEYS.
 */
import { z } from "zod";
import { appUrl } from "@/lib/env";
import { seal, unseal } from "@/lib/secrets";

/** `contact` is the public id, `address` the normalised one the mail goes to. */
export type Recipient = {
  orgId: number;
  storeId: number;
  contact: string;
  channel: "email" | "sms";
  address: string;
};

/** The page where one press unsubscribes from this channel. */
export const unsubscribeLink = (recipient: Recipient) => `${appUrl()}/u/${choiceToken(recipient)}`;

/** The page with every channel and list. */
export const preferencesLink = (recipient: Recipient) => `${appUrl()}/p/${choiceToken(recipient)}`;

/**
 * The headers by which a mail program unsubscribes (RFC 2369, one click by RFC 8058). `mailto` is an address the
 * merchant reads, where there is one. They must be under the DKIM signature: whoever sends sees to that.
 */
export function listUnsubscribeHeaders(recipient: Recipient, mailto?: string): Record<string, string> {
  const oneClick = `<${appUrl()}/api/unsubscribe/${choiceToken(recipient)}>`;
  return {
    "List-Unsubscribe": mailto ? `${oneClick}, <mailto:${mailto}?subject=unsubscribe>` : oneClick,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

const place = "choices of a recipient";

export const choiceToken = ({ orgId, storeId, contact, channel, address }: Recipient) =>
  seal(JSON.stringify([orgId, storeId, contact, channel, address]), place);

const Sealed = z.tuple([z.int(), z.int(), z.uuid(), z.enum(["email", "sms"]), z.string()]);

/** Whom a link concerns, or null when it is not whole, not ours, or sealed with a key that was given up. */
export function readChoiceToken(token: string): Recipient | null {
  if (token.length > 1_000) return null;
  try {
    const [orgId, storeId, contact, channel, address] = Sealed.parse(JSON.parse(unseal(token, place)));
    return { orgId, storeId, contact, channel, address };
  } catch {
    return null;
  }
}
