import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "@/app/ui/card";
import { conditionsInWords, type DescribedCondition, operatorsInWords } from "@/lib/api/conditions";
import { Code } from "../code";

export const metadata: Metadata = { title: "Conditions of segments" };

const deep = { include: { all: [{ any: ["…", "…"] }, { not: "…" }] }, exclude: "…" };
const told = {
  field: "tracked",
  operator: "at-least",
  value: 1,
  where: [
    { property: "event", operator: "any", value: ["course.finished"] },
    { property: "number:score", operator: ">=", value: 7 },
  ],
  when: { operator: "in-last", value: 90 },
};

/** Every field a condition may ask for, its operators and an example; made from what checks them. */
export default function ConditionsPage() {
  return (
    <main className="mx-auto grid w-full max-w-4xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-6 md:px-6">
      <header className="grid gap-3">
        <h1>Conditions of segments</h1>
        <p className="max-w-prose text-muted">
          What “definition” holds in calls of{" "}
          <Link href="/developers#Segments" className="underline underline-offset-3">
            segments
          </Link>
          : a condition or a group of them as “include”, and perhaps another as “exclude”. Groups stand in each other up
          to 8 deep. A segment’s page shows its condition in these words too.
        </p>
        <Code>{JSON.stringify(deep)}</Code>
        <p className="max-w-prose text-muted">
          Conditions on events count those that meet all of “where”, in the window “when”. Properties that your programs
          gave an event are asked for by their names as a text or a number:
        </p>
        <Code>{JSON.stringify(told, null, 2)}</Code>
      </header>
      <Card title="Operators">
        <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-2 sm:grid-cols-[100px_minmax(0,1fr)]">
          {operatorsInWords.map(({ type, operators }) => (
            <div key={type} className="contents">
              <dt className="font-medium">{type}</dt>
              <dd>
                <ul>
                  {operators.map(({ name, words, value }) => (
                    <li key={name}>
                      <code>{name}</code> <span className="text-muted">{words === name ? "" : words}</span>{" "}
                      {value === null ? null : <code className="break-words">{JSON.stringify(value)}</code>}
                    </li>
                  ))}
                </ul>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      {conditionsInWords().map(({ family, conditions }) => (
        <Card key={family} title={family}>
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
            {conditions.map((condition) => (
              <Condition key={condition.field} {...condition} />
            ))}
          </ul>
        </Card>
      ))}
    </main>
  );
}

function Condition({ field, label, hint, type, values, properties, example }: DescribedCondition) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <p>
        <code className="font-semibold">{field}</code> {label} <span className="text-muted">({type})</span>
      </p>
      {hint ? <p className="text-muted">{hint}</p> : null}
      {values.length > 0 && values.length <= 30 ? <p className="text-muted">Values: {values.join(", ")}</p> : null}
      {properties.length > 0 ? (
        <p className="text-muted">
          Of each event: {properties.map(({ name, type }) => `${name} (${type})`).join(", ")}
        </p>
      ) : null}
      <Code>{JSON.stringify(example)}</Code>
    </li>
  );
}
