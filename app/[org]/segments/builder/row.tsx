"use client";
/** One condition, read like a sentence: of what, how, which, when; and what is wrong with it. */
import { clsx } from "clsx";
import { Check, X } from "lucide-react";
import type { Leaf } from "@/lib/segments/definition";
import type { Dimension } from "@/lib/segments/sheet";
import { askedBy, freshLeaf, operatorNames, operatorsFor, wordsFor } from "./asked";
import { useBuilding } from "./building";
import { DimensionPicker } from "./dimension-picker";
import { FilterFields, MeasureFields, WindowFields } from "./event-fields";
import type { Row } from "./outline";
import { Joint, PillSelect, pill } from "./pills";
import { ValueFields } from "./value-fields";

/** `joint` is the word before it, in the line where there is no room for a column of them. */
export function RowFields({ row, joint }: { row: Row; joint: string }) {
  const { dimensions, change, problems } = useBuilding();
  const dimension = dimensions.get(row.leaf.field);
  const ask = (leaf: Leaf) => change({ do: "ask", id: row.id, leaf });
  const problem = problems[row.id];
  return (
    <div className="min-w-0 grow max-md:pb-1.5">
      <div className="flex flex-wrap items-center gap-1.5">
        <Joint word={joint} />
        {row.not ? (
          <span className="rounded bg-stop-soft px-1.5 py-0.5 text-small font-medium text-stop">not</span>
        ) : null}
        <DimensionPicker
          chosen={row.leaf.field}
          onChoose={(chosen) => chosen.key === row.leaf.field || ask(freshLeaf(chosen))}
          trigger={
            <button
              type="button"
              className={clsx(pill, "max-w-72 truncate bg-surface! font-medium")}
              aria-label={`${dimension?.label ?? "A field that is gone"}, change what it is about`}
            >
              {dimension?.label ?? "A field that is gone"}
            </button>
          }
        />
        {dimension ? <Sentence dimension={dimension} leaf={row.leaf} onChange={ask} /> : null}
      </div>
      {problem ? (
        <p data-problem className="mt-1 text-small text-wait">
          {sentenceOf(problem)}
        </p>
      ) : null}
    </div>
  );
}

/** “City”: enter a text → Enter a text. */
function sentenceOf(problem: string): string {
  const told = problem.replace(/^“[^”]*”: /, "");
  return `${told.charAt(0).toUpperCase()}${told.slice(1)}.`;
}

type Props = { dimension: Dimension; leaf: Leaf; onChange: (leaf: Leaf) => void };

function Sentence({ dimension, leaf, onChange }: Props) {
  const operators = operatorsFor(dimension);
  const operator = operators[leaf.operator];
  const events = dimension.type === "events";
  const names = operatorNames(dimension).filter(
    (name) => operators[name]!.takes !== "measure" || hasNumbers(dimension),
  );
  return (
    <>
      {names.length > 1 ? (
        <PillSelect
          label={`${dimension.label}: how`}
          data-how
          options={names.map((value) => ({ value, label: wordsFor(dimension, value) }))}
          value={leaf.operator}
          onChange={(event) => onChange(asked(leaf, askedBy(dimension, leaf, event.target.value)))}
        />
      ) : (
        <span className="text-muted">{wordsFor(dimension, leaf.operator)}</span>
      )}
      {operator?.takes === "measure" ? (
        <MeasureFields dimension={dimension} leaf={leaf} onChange={onChange} />
      ) : operator ? (
        <ValueFields
          of={{ part: dimension, field: dimension.key }}
          operator={operator}
          value={leaf.value}
          onChange={(value) => onChange(asked(leaf, { operator: leaf.operator, value }))}
        />
      ) : null}
      {events ? <WindowFields dimension={dimension} leaf={leaf} onChange={onChange} /> : null}
      {events ? <FilterFields dimension={dimension} leaf={leaf} onChange={onChange} /> : null}
    </>
  );
}

const hasNumbers = ({ properties }: Dimension) =>
  Object.values(properties ?? {}).some(({ type }) => type === "number" || type === "money");

/** The leaf asked anew; window and filters stay. */
function asked({ value: _, ...leaf }: Leaf, { operator, value }: Pick<Leaf, "operator" | "value">): Leaf {
  return value === undefined ? { ...leaf, operator } : { ...leaf, operator, value };
}

/** Whether it holds for the person one asks about. */
export function Mark({ id }: { id: string }) {
  const { verdicts } = useBuilding();
  const holds = verdicts?.[id];
  if (holds === undefined) return null;
  return (
    <span
      className={clsx(
        "mt-1 inline-flex h-6 shrink-0 items-center gap-1 self-start rounded-full px-2 text-small [&_svg]:size-3",
        holds ? "bg-ok-soft text-ok" : "bg-stop-soft text-stop",
      )}
    >
      {holds ? <Check aria-hidden /> : <X aria-hidden />}
      {holds ? "holds" : "does not"}
    </span>
  );
}
