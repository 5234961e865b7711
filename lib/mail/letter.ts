/** The one form of our letters: plain text, and the same as simple HTML without pictures or anything fetched. */

import { type Language, say } from "../languages/languages";

/** `kind` names the letter in logs. `sender` is who it comes from by name; without it, the house. */
export type Letter = { kind: string; subject: string; text: string; html: string; sender?: string };

export type Words = {
  kind: string;
  subject: string;
  name: string;
  before: string[];
  button?: { label: string; url: string };
  after: string[];
  sender?: string;
  /** English where it is not said. */
  language?: Language;
};

/** Sets the words as text and as HTML. Everything that comes from people is escaped. */
export function letter(words: Words): Letter {
  const { kind, subject, button, sender = "Clientele", language = "en" } = words;
  const greeting = words.name ? `Hello ${words.name},` : say(language, "Hello,");
  const text = [greeting, ...words.before, ...(button ? [`${button.label}:\n${button.url}`] : []), ...words.after];
  const html = [greeting, ...words.before].map(paragraph).join("") + (button ? link(button, language) : "");
  return {
    kind,
    subject,
    text: `${text.join("\n\n")}\n\n${sender}\n`,
    html: page(html + words.after.map(paragraph).join(""), sender, language),
    ...(words.sender ? { sender } : {}),
  };
}

const paragraph = (text: string) => `<p style="margin:0 0 16px">${escaped(text)}</p>`;

const link = ({ label, url }: { label: string; url: string }, language: Language) =>
  `<p style="margin:0 0 16px"><a href="${escaped(url)}" style="display:inline-block;padding:10px 16px;border-radius:6px;` +
  `background:#0b6b53;color:#ffffff;text-decoration:none;font-weight:600">${escaped(label)}</a></p>` +
  `<p style="margin:0 0 16px;color:#6b665e;font-size:13px;overflow-wrap:anywhere">${escaped(say(language, "Or open this address: {url}", { url }))}</p>`;

const page = (body: string, sender: string, language: Language) =>
  `<!doctype html><html lang="${language}"><body style="margin:0;padding:32px 16px;background:#fdfcfb;color:#1d1b18;` +
  `font:15px/22px system-ui,sans-serif"><div style="max-width:480px;margin:0 auto">${body}` +
  `<p style="margin:24px 0 0;color:#6b665e;font-size:13px">${escaped(sender)}</p></div></body></html>`;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign]!);
