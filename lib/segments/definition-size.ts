/** How large a definition may be, looked at without recursion: a depth of 1,000 or 10 MB is a sentence, not a crash. */
import { invalid } from "../errors";

/** `depth` counts all, any and not; `texts` all characters of all texts together. */
export const most = { depth: 8, conditions: 200, width: 100, values: 500, texts: 100_000, text: 200, filters: 10 };

const words = new Set(["all", "any", "not"]);

/** @throws Failure invalid */
export function checkSize(input: unknown): void {
  let parts = 0;
  let letters = 0;
  const waiting: { value: unknown; depth: number }[] = [{ value: input, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    if (++parts > 200_000) throw tooLarge();
    if (typeof value === "string") letters += value.length;
    if (letters > most.texts) throw tooLarge();
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) {
      if (value.length > most.values) throw tooLarge();
      for (const item of value) waiting.push({ value: item, depth });
      continue;
    }
    for (const [key, inner] of Object.entries(value)) {
      letters += key.length;
      const within = depth + (words.has(key) ? 1 : 0);
      if (within > most.depth) throw invalid(`Groups may stand in each other ${most.depth} deep, not deeper.`);
      waiting.push({ value: inner, depth: within });
    }
  }
  checkShape(input);
}

/** Groups that are empty, too wide or too many. What is no group at all is left to the schema. */
function checkShape(input: unknown): void {
  let conditions = 0;
  const waiting: unknown[] = [input];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== "object" || next === null) continue;
    if ("field" in next) {
      if (++conditions > most.conditions) throw invalid(`A segment may have ${most.conditions} conditions, not more.`);
      continue;
    }
    for (const [key, inner] of Object.entries(next)) {
      if (Array.isArray(inner)) {
        if (inner.length === 0) throw invalid(`A group “${key}” needs at least one condition.`);
        if (inner.length > most.width) throw invalid(`A group may have ${most.width} conditions, not more.`);
        waiting.push(...inner);
      } else {
        waiting.push(inner);
      }
    }
  }
}

const tooLarge = () =>
  invalid("This condition is too large. Make it smaller, or put parts of it into segments of their own.");
