/** Examples of each dimension and operator, with whom they find among the cast (segment-cast.ts). */
import type { Field } from "@/lib/segments/catalogue/field";
import { operators } from "@/lib/segments/catalogue/operators";
import type { Leaf } from "@/lib/segments/definition";
import { amounts, type Cast, did, type Name, names } from "./segment-cast";
import { knownOf, type Of } from "./segment-known";
import { lotOf, shift } from "./segment-naive";

export type Example = { leaf: Leaf; finds: Name[] };

const today = "2026-11-22";

/** @throws for a dimension that has no example */
export function examplesOf(field: Field, cast: Cast): Example[] {
  const known = knownOf(cast)[field.family === "own" ? field.label.toLowerCase() : field.key];
  if (!known) throw new Error(`"${field.key}" has no example.`);
  const asked = (
    operator: string,
    value: Leaf["value"],
    finds: readonly Name[],
    more: Partial<Leaf> = {},
  ): Example => ({
    leaf: { field: field.key, operator, ...(value === undefined ? {} : { value }), ...more },
    finds: [...finds],
  });
  if (field.type === "share") return shares(cast, asked);
  if (field.type === "search") return [asked("matches", "ada FIRST", ["Ada"])];
  if (field.key === "happened")
    return eventExamples({ events: did, numbers: "value" }, asked, {
      where: [{ property: "kind", operator: "any", value: ["api.quiz"] }],
    });
  if ("events" in known) return eventExamples(known, asked, {});
  if ("texts" in known) return textExamples(known.texts, asked);
  if ("numbers" in known) return numberExamples(known.numbers as Of<number | null>, asked);
  if ("days" in known) return dayExamples(known.days, asked);
  if ("sets" in known) return setExamples(known.sets, asked, field.type === "choice");
  return [asked("yes", undefined, known.finds), asked("no", undefined, but(known.finds))];
}

/** Operators of the field that an example is needed for. A field without numbers has nothing to sum. */
export const operatorsOf = (field: Field): string[] =>
  Object.entries(operators[field.type])
    .filter(
      ([, { takes }]) =>
        takes !== "measure" ||
        (field.type === "events" &&
          Object.values(field.source.properties).some(({ type }) => type === "number" || type === "money")),
    )
    .map(([name]) => name);

type Asked = (operator: string, value: Leaf["value"], finds: readonly Name[], more?: Partial<Leaf>) => Example;
const but = (some: readonly Name[]) => names.filter((name) => !some.includes(name));

function textExamples([ada, ben]: [string, string], asked: Asked): Example[] {
  return [
    asked("is", ada.toUpperCase(), ["Ada"]),
    asked("is-not", ada, ["Ben", "Cyd", "Dan"]),
    asked("contains", ada.slice(1), ["Ada"]),
    asked("contains-not", ada.slice(1), ["Ben", "Cyd", "Dan"]),
    asked("starts", ada.slice(0, -1), ["Ada"]),
    asked("ends", ben.slice(1), ["Ben"]),
    asked("in", ["nobody", ben], ["Ben"]),
    asked("not-in", [ben], ["Ada", "Cyd", "Dan"]),
    asked("set", undefined, ["Ada", "Ben"]),
    asked("unset", undefined, ["Cyd", "Dan"]),
  ];
}

function numberExamples(of: Of<number | null>, asked: Asked): Example[] {
  const which = (holds: (n: number) => boolean) => names.filter((name) => of[name] !== null && holds(of[name]));
  const x = of.Ada!;
  return [
    asked(
      "=",
      String(x),
      which((n) => n === x),
    ),
    asked("!=", String(x), but(which((n) => n === x))),
    asked(
      "<",
      String(x),
      which((n) => n < x),
    ),
    asked(
      "<=",
      String(x),
      which((n) => n <= x),
    ),
    asked(
      ">",
      "0",
      which((n) => n > 0),
    ),
    asked(
      ">=",
      String(x),
      which((n) => n >= x),
    ),
    asked(
      "between",
      { from: "1", to: String(Math.max(1, x)) },
      which((n) => n >= 1 && n <= Math.max(1, x)),
    ),
  ];
}

/** Ada's day is in this month or the last, Ben's in last year's autumn, Dan's in the days to come. */
function dayExamples(of: Of<string | null>, asked: Asked): Example[] {
  const [ada, ben, dan] = [of.Ada!, of.Ben!, of.Dan!];
  const ago = (Date.parse(today) - Date.parse(ada)) / 86_400_000;
  const always: Name[] = of.Cyd === null ? [] : ["Cyd"];
  const anniversary = (Date.parse(`2027${ben.slice(4)}`) - Date.parse(today)) / 86_400_000;
  return [
    asked("before", "2026-01-01", ["Ben", ...always]),
    asked("after", shift(ada, -1), ["Ada", "Dan"]),
    asked("after", ada, ["Dan"]),
    asked("on", ada, ["Ada"]),
    asked("between", { from: ben, to: shift(ben, 1) }, ["Ben"]),
    asked("in-last", ago, ["Ada"]),
    asked("in-last", ago - 1, []),
    asked("not-in-last", ago, ["Ben", "Cyd", "Dan"]),
    asked("more-than-ago", ago, ["Ben", ...always]),
    asked("more-than-ago", ago - 1, ["Ada", "Ben", ...always]),
    asked("in-next", (Date.parse(dan) - Date.parse(today)) / 86_400_000, ["Dan"]),
    asked("in-next", 1, []),
    asked("this", "year", ["Ada", "Dan"]),
    asked("last", "year", ["Ben"]),
    asked("anniversary-in", anniversary, ["Ben"]),
    asked("anniversary-in-next", anniversary, ["Ben", ...always]),
    asked("anniversary-in-next", anniversary - 1, always),
    asked("anniversary-this", "year", ["Ben", ...always]),
    asked("set", undefined, ["Ada", "Ben", "Dan", ...always]),
    asked("unset", undefined, but(["Ada", "Ben", "Dan", ...always])),
  ];
}

function setExamples(of: Of<string[]>, asked: Asked, isChoice: boolean): Example[] {
  const mine = of.Ada;
  const has = (name: Name, value: string) => of[name].some((one) => one.toLowerCase() === value.toLowerCase());
  const any = names.filter((name) => has(name, mine[0]!));
  return [
    asked("any", [mine[0]!], any),
    asked("none", [mine[0]!], but(any)),
    ...(isChoice
      ? []
      : [
          asked(
            "all",
            mine,
            names.filter((name) => mine.every((one) => has(name, one))),
          ),
        ]),
  ];
}

function eventExamples(
  { numbers }: { events: Of<string[]>; numbers?: string },
  asked: Asked,
  more: Partial<Leaf>,
): Example[] {
  const recent = { when: { operator: "in-last", value: 30 }, ...more };
  const counts = [
    asked("at-least", 1, ["Ada", "Ben", "Dan"], more),
    asked("at-least", 2, ["Ada"], more),
    asked("at-least", 1, ["Ada"], recent),
    asked("at-most", 1, ["Ben", "Cyd", "Dan"], more),
    asked("exactly", 1, ["Ben", "Dan"], more),
    asked("exactly", 1, ["Dan"], { when: { operator: "after", value: today }, ...more }),
    asked("never", undefined, ["Cyd"], more),
    asked("never", undefined, ["Ben", "Cyd", "Dan"], recent),
  ];
  if (!numbers) return counts;
  const figure = (operator: string, value: string, finds: Name[]) =>
    asked(operator, { of: numbers, operator: "=", value }, finds, more);
  const sum = String(amounts.Ada.reduce((total, one) => total + Number(one), 0));
  return [
    ...counts,
    figure("sum", sum, ["Ada"]),
    figure("average", "20", ["Ada"]),
    figure("min", "10", ["Ada"]),
    figure("max", "30", ["Ada", "Ben"]),
  ];
}

function shares({ people }: Cast, asked: Asked): Example[] {
  const lot = (name: Name) => lotOf(people[name], 1);
  return [
    asked("within", { from: 0, to: 100, draw: 1 }, names),
    asked(
      "within",
      { from: 0, to: 50, draw: 1 },
      names.filter((name) => lot(name) < 50),
    ),
    asked(
      "within",
      { from: lot("Ada"), to: lot("Ada") + 1, draw: 1 },
      names.filter((name) => lot(name) === lot("Ada")),
    ),
  ];
}
