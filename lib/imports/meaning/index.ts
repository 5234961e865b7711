/** What the columns and cells of a file mean. Pure: no database, no tenant. */
export { countryIn } from "./evidence";
export { type Guess, guessColumns } from "./guess";
export { guessDates } from "./guess-dates";
export { plan } from "./plan";
export { type Proposal, propose } from "./propose";
export { sentences } from "./reasons";
export { spentColumn } from "./spent";
export type { Recognised } from "./tool-exports";
export { recognise } from "./tools";
export * from "./types";
