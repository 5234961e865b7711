/** What a row begins with, and what is kept of its value when it is asked otherwise. Pure. */
import { type Operator, operators, window } from "@/lib/segments/catalogue/operators";
import type { Leaf, Within } from "@/lib/segments/definition";
import type { Measure, Range, Value } from "@/lib/segments/definition-values";
import type { Dimension, Part } from "@/lib/segments/sheet";

type Asked = { operator: string; value?: Value | undefined };

/** The operators of a part by their names. */
export const operatorsFor = ({ type }: Pick<Part, "type">): Readonly<Record<string, Operator>> => operators[type];
export const windows: Readonly<Record<string, Operator>> = window;

/** A birthday "in the next 14 days" is nobody's: what comes each year is offered first, and called otherwise. */
const yearly: Readonly<Record<string, string>> = {
  "anniversary-in-next": "comes in the next",
  "anniversary-in": "comes in exactly",
  "anniversary-this": "comes this",
};

/** Their names, in the order in which they are offered. */
export function operatorNames(dimension: Dimension): string[] {
  const names = Object.keys(operatorsFor(dimension));
  return dimension.day ? [...Object.keys(yearly), ...names.filter((name) => !(name in yearly))] : names;
}

/** How an operator is called on the page. */
export function wordsFor({ type, named, day }: Pick<Dimension, "type" | "named" | "day">, name: string): string {
  if (type === "date" && day && name in yearly) return yearly[name]!;
  if (type === "date" && day && !/set$/.test(name)) return `date ${operatorsFor({ type })[name]?.words}`;
  if (type === "members") {
    if (named === "tag") return `has ${name} of`;
    return named === "list" || named === "segment" || named === "group" ? `is in ${name} of` : `is ${name} of`;
  }
  return operatorsFor({ type })[name]?.words ?? name;
}

/** A row for that dimension, asked in the way it most often is. */
export function freshLeaf(dimension: Dimension): Leaf {
  if (dimension.type === "date" && dimension.day) {
    return { field: dimension.key, operator: "anniversary-in-next", value: 7 };
  }
  return { field: dimension.key, ...freshlyAsked(dimension) };
}

const first: Record<Part["type"], Asked> = {
  text: { operator: "is", value: "" },
  number: { operator: ">=", value: "" },
  money: { operator: ">=", value: "" },
  date: { operator: "in-last", value: 30 },
  choice: { operator: "any", value: [] },
  members: { operator: "any", value: [] },
  flag: { operator: "yes" },
  events: { operator: "at-least", value: 1 },
  share: { operator: "within", value: { from: 0, to: 10, draw: 1 } },
  search: { operator: "matches", value: "" },
};

export const freshlyAsked = ({ type }: Pick<Part, "type">): Asked => first[type];

/** The same question by another operator; the value stays as far as it fits. */
export function askedBy(part: Part & Pick<Dimension, "properties">, before: Asked, operator: string): Asked {
  const known = operatorsFor(part);
  const [was, is] = [known[before.operator]?.takes, known[operator]?.takes];
  if (is === "nothing") return { operator };
  if (is === "measure") return { operator, value: was === "measure" ? before.value : freshMeasure(part) };
  return { operator, value: was === is ? before.value : turned(before.value, is) };
}

/** A window of another kind. */
export function windowBy(before: Within | undefined, operator: string): Within {
  const [was, is] = [before && windows[before.operator]?.takes, windows[operator]?.takes];
  const value = was === is && before ? before.value : (turned(before?.value, is) ?? "");
  return { operator, value };
}

/** Something of a property that can be summed. */
function freshMeasure({ properties }: Pick<Dimension, "properties">): Measure | undefined {
  const [name] = Object.entries(properties ?? {}).find(([, { type }]) => type === "money" || type === "number") ?? [];
  return name === undefined ? undefined : { of: name, operator: ">=", value: "" };
}

function turned(value: Value | undefined, to: Operator["takes"] | undefined): Value | undefined {
  const one = oneOf(value);
  switch (to) {
    case "text":
    case "words":
      return one;
    case "texts":
    case "values":
      return Array.isArray(value) ? value : one ? [one] : [];
    case "number":
      return /^-?\d+(\.\d+)?$/.test(one) ? one : "";
    case "day":
      return /^\d{4}-/.test(one) ? one : "";
    case "range":
    case "days":
      return { from: one, to: "" };
    case "count":
      return typeof value === "number" ? value : 30;
    case "times":
      return typeof value === "number" ? value : 1;
    case "unit":
      return "month";
    default:
      return undefined;
  }
}

function oneOf(value: Value | undefined): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value[0] ?? "";
  return value && "from" in value && !("draw" in value) ? (value as Range).from : "";
}
