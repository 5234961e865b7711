import { sentences } from "./meaning";

/** Why a row was not taken, as a merchant reads it. */
export const sentenceOf = (reason: string): string =>
  reason === "erased"
    ? "This person was erased and cannot come back by an import."
    : (Object.entries(sentences).find(([word]) => word === reason)?.[1] ?? "This row could not be read.");
