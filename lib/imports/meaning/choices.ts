/** Words that answer a question: yes and no, what was said about mails, a gender, in the languages of our merchants. */
import { several } from "./text";
import type { ConsentMeaning } from "./types";
import { plainWord } from "./words";

const split = (words: string) => words.split("|").map((word) => word.trim());
const wordsOf = (lists: Record<string, string>) =>
  new Map(
    Object.entries(lists).flatMap(([meaning, words]) =>
      split(words).flatMap(
        (word) =>
          [
            [word, meaning],
            // A sign alone has no letters to compare: ✗ is not every sign.
            [plainWord(word) || word, meaning],
          ] as const,
      ),
    ),
  );

const yes = `yes|y|true|t|1|1.0|on|x|ok|✓|✔|☑|checked|enabled|ja|j|wahr|oui|o|vrai|si|sí|s|sì|vero|verdadero|sim|verdadeiro|tak|prawda|igen|igaz|da|adevărat|kyllä|kylla|ano|evet|e|doğru|да|истина|так|ναι|はい|有|是|真`;
const no = `no|n|false|f|0|0.0|off|✗|✘|☐|unchecked|disabled|nein|falsch|non|faux|falso|nao|não|nee|onwaar|nie|fałsz|nej|nei|ei|ne|hayır|hayir|h|yanlış|nem|hamis|nu|fals|niet|нет|не|ложь|ні|ні.|όχι|いいえ|無|否|假`;

const booleans = wordsOf({ true: yes, false: no });

/** Null when it is neither. */
export function readBoolean(text: string): boolean | null {
  const meaning = booleans.get(text.toLowerCase()) ?? booleans.get(plainWord(text));
  return meaning === undefined ? null : meaning === "true";
}

const consents = wordsOf({
  subscribed: `${yes}|subscribed|subscriber|active|opted in|opted-in|opt-in|opt in|optin|opted_in|accepted|accepts|granted|confirmed|allowed|single opt in|double opt in|email only|all
    |abonniert|angemeldet|aktiv|eingewilligt|zugestimmt|bestätigt|abonné|abonnée|inscrit|inscrite|actif|consenti|suscrito|suscrita|activo|inscrito|ativo|subscrito|aceite|iscritto|iscritta|attivo|ingeschreven|aangemeld|actief
    |zapisany|subskrybowany|aktywny|prenumererar|tilmeldt|påmeldt|tilaaja|tilattu|přihlášen|abone|aktif|onaylı|подписан|подписана|активный|согласен|підписаний|підписано|активний|εγγεγραμμένος|購読中|登録済み|希望する|同意する|配信中|已订阅|同意|已訂閱`,
  unsubscribed: `${no}|unsubscribed|opted out|opted-out|opt-out|opt out|optout|opted_out|inactive|declined|revoked|withdrawn|cancelled|canceled|blocked|blocklisted|blacklisted|do not contact|redacted|invalid|invalid_email|cleaned|bounced|hard_bounce|soft_bounce|complained|spam|spam_complaint|unsubscribe|user_suppressed|globally unsubscribed|suppressed
    |abgemeldet|inaktiv|widerrufen|gesperrt|désabonné|désabonnée|désinscrit|inactif|baja|dado de baja|no suscrito|inactivo|cancelado|inativo|disiscritto|cancellato|inattivo|uitgeschreven|afgemeld|inactief
    |wypisany|nieaktywny|avregistrerad|avprenumererad|frameldt|avmeldt|peruttu|odhlášen|abonelikten çıktı|pasif|отписан|отписался|отписана|неактивный|відписаний|відписано|διαγραμμένος|退会|配信停止|希望しない|已退订|取消订阅|已退訂`,
  pending: `pending|pending confirmation|unconfirmed|confirmation pending|awaiting confirmation|unbestätigt|ausstehend|en attente|pendiente|pendente|in attesa|in afwachting|oczekujący|väntar|afventer|venter|odottaa|čeká|beklemede|ожидает|очікує|εκκρεμεί|確認待ち|待确认|待確認`,
  never: `never|never subscribed|never_subscribed|non-subscribed|nonsubscribed|non subscribed|not subscribed|not_subscribed|transactional|no consent|none|unknown|not set|contact|keine|jamais|nunca|mai|nooit|nigdy|aldrig|aldri|ei koskaan|nikdy|hiç|никогда|ніколи|ποτέ|未登録|未订阅|未訂閱`,
});

/**
 * What a word probably says about consent; null when we do not know it. Words of refusal that also mean "never" are
 * read as unsubscribed: a no is a no.
 */
export function guessConsent(text: string): ConsentMeaning | null {
  const word = text.trim().toLowerCase();
  if (word === "") return "nothing";
  const known = (word: string) => (consents.get(word) ?? consents.get(plainWord(word))) as ConsentMeaning | undefined;
  return meaningOf(word, known) ?? null;
}

/** Of two that are told of one person, the further one to the right counts. */
export const byStrictness: readonly ConsentMeaning[] = ["nothing", "never", "subscribed", "pending", "unsubscribed"];

/**
 * What a cell in lower case says: its word, or the strictest of a list as Klaviyo writes it, ['hard_bounce']; undefined
 * where any is unknown.
 */
export function meaningOf(
  cell: string,
  known: (word: string) => ConsentMeaning | undefined,
): ConsentMeaning | undefined {
  const whole = known(cell);
  if (whole || !cell.startsWith("[") || !cell.endsWith("]")) return whole;
  const told = (several(cell, "json", 80) ?? [""]).map(known);
  if (told.some((meaning) => meaning === undefined)) return undefined;
  return byStrictness.findLast((meaning) => told.includes(meaning)) ?? "nothing";
}

const genders = wordsOf({
  male: `m|male|man|mr|mr.|boy|männlich|herr|hr|hr.|homme|h|monsieur|m.|masculin|hombre|masculino|señor|sr|sr.|uomo|maschio|maschile|signor|man nl|dhr|dhr.|heer|homem|senhor|mężczyzna|pan|mand|kvinna inte|mies|muž|erkek|bay|мужской|мужчина|муж|чоловік|чоловіча|άνδρας|άντρας|男|男性|先生`,
  female: `f|female|woman|mrs|mrs.|ms|ms.|miss|girl|w|weiblich|frau|fr|fr.|femme|madame|mme|mme.|mlle|féminin|mujer|femenino|señora|sra|sra.|señorita|donna|femmina|femminile|signora|vrouw|v|mevr|mevr.|mevrouw|mulher|feminino|senhora|kobieta|k|pani|kvinna|kvinde|kvinne|nainen|žena|kadın|bayan|женский|женщина|жен|ж|жінка|жіноча|γυναίκα|女|女性|女士|小姐`,
  other: `other|x|d|divers|diverse|non-binary|nonbinary|non binary|nb|autre|otro|altro|anders|outro|inne|annat|andet|annet|muu|jiné|diğer|другой|інша|άλλο|その他|其他`,
});

/** "male", "female" or "other" where it is one of their words; else the text as it is. */
export const readGender = (text: string): string => genders.get(text.toLowerCase()) ?? text;

/** Whether a column answers with words of a kind: so many of its cells. */
export const share = (cells: string[], is: (cell: string) => boolean): number =>
  cells.length === 0 ? 0 : cells.filter(is).length / cells.length;
export const isGender = (text: string): boolean => genders.has(text.trim().toLowerCase());
