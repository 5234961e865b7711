/** The one way a text becomes a line. Imports nothing: each reading thread loads it. */

/**
 * Control characters become spaces, runs of spaces one; what is unseen and turns the text
 * around is dropped, so that nothing breaks a mail's header, a log or a row, and two names that look alike are alike.
 */
export function inOneLine(text: string): string {
  const seen = text.normalize("NFC").replace(/[\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/g, "");
  return seen.replace(/[\s\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
