/** Columns in which a yes is a no: "Opted out", "No newsletter". */
import { guessConsent, readBoolean } from "./choices";
import type { ConsentMeaning } from "./types";
import { plainWord } from "./words";

const mails = "e ?mails?|mails?|newsletter|marketing|sms|contact|werbung";
const refusals = new RegExp(
  [
    `opt(ed)? ?out|optout|unsubscri\\w+|un sub\\w*|do ?not ?(${mails}|send)|(no|not|kein|keine|pas de|sin|geen|brak) (${mails})|suppressed|suppression`,
    "blocklist\\w*|blacklist\\w*|bounced|hard ?bounced?|abgemeldet|abmeldung|widerspruch|widersprochen|desinscri\\w+|desabonn\\w+|dado de baja|baja",
    "disiscri\\w+|uitgeschreven|afgemeld|wypisan\\w*|avregistrer\\w+|avprenumerer\\w+|frameldt|avmeldt|odhlasen\\w*|abonelikten cik\\w+",
  ]
    .map((words) => `(?:^| )(?:${words})(?: |$)`)
    .join("|"),
);
/** Of languages that put other letters right behind. */
const elsewhere = /отпис|відпис|διαγραμμεν|退会|配信停止|退订|退訂/;

/** Whether a header asks who said no. */
export function isRefusal(header: string): boolean {
  const word = plainWord(header);
  return refusals.test(word) || elsewhere.test(word);
}

/** What a word says below such a header: a yes lowers, a no tells nothing, and none is taken for a consent. */
export function guessRefused(text: string): ConsentMeaning | null {
  const refused = readBoolean(text.trim());
  if (refused !== null) return refused ? "unsubscribed" : "nothing";
  const meaning = guessConsent(text);
  return meaning === "subscribed" ? null : meaning;
}
