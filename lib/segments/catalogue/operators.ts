/** What can be asked of a field, by its type: each operator with its words and the value it takes. */

/** The shape of an operator's value; lib/segments/definition-values.ts checks each. */
export type Takes =
  | "nothing"
  | "text"
  | "texts"
  | "words"
  | "number"
  | "range"
  | "day"
  | "days"
  | "count"
  | "unit"
  | "values"
  | "times"
  | "measure"
  | "share";

/** `words` go between the field and the value; `after` behind it. A `complement` is exactly what its twin leaves. */
export type Operator = { words: string; after?: string; takes: Takes; complementOf?: string };

export const text = {
  is: { words: "is", takes: "text" },
  "is-not": { words: "is not", takes: "text", complementOf: "is" },
  contains: { words: "contains", takes: "text" },
  "contains-not": { words: "does not contain", takes: "text", complementOf: "contains" },
  starts: { words: "starts with", takes: "text" },
  ends: { words: "ends with", takes: "text" },
  in: { words: "is one of", takes: "texts" },
  "not-in": { words: "is none of", takes: "texts", complementOf: "in" },
  set: { words: "is set", takes: "nothing" },
  unset: { words: "is not set", takes: "nothing", complementOf: "set" },
} as const satisfies Record<string, Operator>;

export const number = {
  "=": { words: "=", takes: "number" },
  "!=": { words: "≠", takes: "number", complementOf: "=" },
  "<": { words: "<", takes: "number" },
  "<=": { words: "≤", takes: "number" },
  ">": { words: ">", takes: "number" },
  ">=": { words: "≥", takes: "number" },
  between: { words: "is between", takes: "range" },
} as const satisfies Record<string, Operator>;

/** The operators of a window in time. */
export const window = {
  before: { words: "before", takes: "day" },
  after: { words: "after", takes: "day" },
  on: { words: "on", takes: "day" },
  between: { words: "between", takes: "days" },
  "in-last": { words: "in the last", after: "days", takes: "count" },
  "more-than-ago": { words: "more than", after: "days ago", takes: "count" },
  "in-next": { words: "in the next", after: "days", takes: "count" },
  this: { words: "this", takes: "unit" },
  last: { words: "last", takes: "unit" },
} as const satisfies Record<string, Operator>;

export const date = {
  ...window,
  "not-in-last": { words: "not in the last", after: "days", takes: "count", complementOf: "in-last" },
  "anniversary-in": { words: "anniversary in exactly", after: "days", takes: "count" },
  "anniversary-in-next": { words: "anniversary in the next", after: "days", takes: "count" },
  "anniversary-this": { words: "anniversary this", takes: "unit" },
  set: { words: "is set", takes: "nothing" },
  unset: { words: "is not set", takes: "nothing", complementOf: "set" },
} as const satisfies Record<string, Operator>;

export const choice = {
  any: { words: "is any of", takes: "values" },
  none: { words: "is none of", takes: "values", complementOf: "any" },
} as const satisfies Record<string, Operator>;

export const members = {
  any: { words: "any of", takes: "values" },
  all: { words: "all of", takes: "values" },
  none: { words: "none of", takes: "values", complementOf: "any" },
} as const satisfies Record<string, Operator>;

export const flag = {
  yes: { words: "yes", takes: "nothing" },
  no: { words: "no", takes: "nothing", complementOf: "yes" },
} as const satisfies Record<string, Operator>;

export const events = {
  "at-least": { words: "at least", after: "times", takes: "times" },
  "at-most": { words: "at most", after: "times", takes: "times" },
  exactly: { words: "exactly", after: "times", takes: "times" },
  never: { words: "never", takes: "nothing" },
  sum: { words: "sum of", takes: "measure" },
  average: { words: "average of", takes: "measure" },
  min: { words: "least", takes: "measure" },
  max: { words: "greatest", takes: "measure" },
} as const satisfies Record<string, Operator>;

export const share = { within: { words: "within", takes: "share" } } as const satisfies Record<string, Operator>;

export const search = { matches: { words: "matches", takes: "words" } } as const satisfies Record<string, Operator>;

export const operators = {
  text,
  number,
  money: number,
  date,
  choice,
  members,
  flag,
  events,
  share,
  search,
} as const satisfies Record<string, Record<string, Operator>>;

export type Type = keyof typeof operators;

/** The operator of that name for fields of that type; undefined where there is none. */
export function operatorOf(type: Type, name: string): Operator | undefined {
  const known: Record<string, Operator> = operators[type];
  return Object.hasOwn(known, name) ? known[name] : undefined;
}
