/** Goes through the text of a condition, part by part. */
import type { Failure } from "../errors";
import type { Names } from "./text";
import { placeIn, type Token, tokensOf, unexpected } from "./text-tokens";

export type Reader = ReturnType<typeof readerOf>;

export function readerOf(text: string, names: Names) {
  const tokens = tokensOf(text);
  let at = 0;
  const next = (ahead = 0): Token => tokens[Math.min(at + ahead, tokens.length - 1)]!;
  const expected = (what: string): Failure => unexpected(text, next(), what);
  /** Takes these words, or none of them. */
  const takes = (...words: string[]): boolean => {
    const holds = words.every((word, n) => ["word", "sign"].includes(next(n).kind) && next(n).says === word);
    if (holds) at += words.length;
    return holds;
  };
  const takesAny = (kind: Token["kind"]): string | null => (next().kind === kind ? tokens[at++]!.says : null);
  const here = () => placeIn(text, next().at);
  return { names, next, expected, takes, takesAny, here };
}

/** What stands between brackets, with commas between. */
export function several<T>(reader: Reader, one: () => T): T[] {
  if (!reader.takes("(")) throw reader.expected("“(”");
  const found = [one()];
  while (reader.takes(",")) found.push(one());
  if (!reader.takes(")")) throw reader.expected("“,” or “)”");
  return found;
}
