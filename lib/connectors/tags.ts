import { text } from "@/lib/connectors/fields";

/**
 * The labels an account has at its store: a list, or one text with commas. Each once, sorted; absent where none are
 * told of.
 */
export function tagsIn(shown: unknown): string[] | undefined {
  const parts = Array.isArray(shown) ? shown : typeof shown === "string" ? shown.split(",") : null;
  if (!parts) return undefined;
  return [...new Set(parts.flatMap((part) => text(part)?.slice(0, 255) ?? []))].sort();
}
