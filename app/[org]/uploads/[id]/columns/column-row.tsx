"use client";
import { TriangleAlert } from "lucide-react";
import { useScripted } from "@/app/ui/scripted";
import type { Column, Field, Proposal } from "@/lib/imports/meaning";
import type { OwnField } from "@/lib/imports/own-fields";
import { ColumnDetail } from "./column-detail";
import type { ShownColumn } from "./shown";
import { groups, ofNoForm, unknownWords } from "./words";

type Props = {
  shown: ShownColumn;
  own: OwnField[];
  column: Column;
  change: (column: Column) => void;
  /** Another column is the same. */
  twice: boolean;
};

export function ColumnRow({ shown, own, column, change, twice }: Props) {
  const { name, examples, filled, proposals, spent, sure } = shown;
  const proposal = proposals[column.field];
  const told = proposal ? toldOf(column, proposal) : null;
  const doubtful = sure < 0.5 && column === shown.column && column.field !== "ignore";
  return (
    <tr className="align-top [&>td]:pb-2">
      <td className="max-w-34 pt-[15px] md:max-w-44 break-words whitespace-normal">
        <bdi className="line-clamp-2 font-medium text-ink" title={name}>
          {name}
        </bdi>
        <Example className="md:hidden">{examples[0]}</Example>
      </td>
      <td className="pt-2 whitespace-normal max-md:w-full max-md:max-w-0 max-md:pr-4 md:w-[300px]">
        <div className="grid w-full min-w-40 gap-2">
          <FieldChoice shown={shown} own={own} column={column} change={change} />
          <ColumnDetail column={column} words={proposal?.words ?? []} change={change} />
          {twice ? <Remark>Another column is this too. In each row the first that is filled counts.</Remark> : null}
          {doubtful ? <Remark>A guess. Have a look.</Remark> : null}
          {told ? <Remark>{told}</Remark> : null}
          {isNamed(column, spent.name) ? (
            <Remark>Kept as a field of your own. What the contacts page calls spent is the sum of orders.</Remark>
          ) : null}
        </div>
      </td>
      <td className="max-w-48 truncate pt-[15px] text-muted max-md:hidden">
        <Example>{examples[0]}</Example>
      </td>
      <td className="max-w-48 truncate pt-[15px] text-muted max-md:hidden">
        <Example>{examples[1]}</Example>
      </td>
      <td className="right num pt-[15px] text-muted max-md:hidden">{Math.round(filled * 100)} %</td>
    </tr>
  );
}

/** What is told of dates is of the format that was found; of another one it would be wrong. */
function toldOf(column: Column, proposal: Proposal): string | null {
  const unknown = unknownWords(column, proposal.words).map(({ word }) => `“${word.slice(0, 40)}”`);
  if (unknown.length > 0) return `Say what ${unknown.slice(0, 3).join(", ")} means. Until then it rejects its row.`;
  return column.dates === proposal.column.dates ? proposal.told : null;
}

function Example({ children, className }: { children: string; className?: string }) {
  return (
    <bdi className={`block truncate text-muted font-normal ${className ?? ""}`} title={children}>
      {children === "" ? "—" : children}
    </bdi>
  );
}

function Remark({ children }: { children: string }) {
  return (
    <p className="flex gap-1.5 text-small whitespace-normal text-wait">
      <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      {children}
    </p>
  );
}

type ChoiceProps = Pick<Props, "shown" | "own" | "column" | "change">;

/** Each choice's value is the whole column as JSON, so that the form also says what is chosen before scripts run. */
function FieldChoice({ shown: { name, proposals, spent }, own, column, change }: ChoiceProps) {
  const scripted = useScripted();
  const fresh: Column = { ...(proposals.custom?.column ?? { field: "custom", type: "text" }), name };
  const choices: Choice[] = [
    ...groups.flatMap(({ name: group, fields }) =>
      Object.entries(fields).map(([field, label]): Choice => {
        const proposed = proposals[field as Field]?.column ?? { field: field as Field };
        return { group, label, column: proposed };
      }),
    ),
    ...own.map(
      ({ name, type }): Choice => ({ group: "Own fields", label: name, column: ownColumn(fresh, name, type) }),
    ),
    ...(own.some((field) => isNamed(spent, field.name))
      ? []
      : [{ group: "Own fields", label: spent.name ?? "", column: spent }]),
    { group: "Own fields", label: "A new field…", column: fresh },
  ];
  const here = placeOf(choices, column);
  const value = (at: number) => (scripted ? String(at) : JSON.stringify(at === here ? column : choices[at]!.column));
  const ignored = scripted ? "ignore" : '{"field":"ignore"}';
  return (
    <>
      {scripted ? <input type="hidden" name="columns" value={JSON.stringify(column)} /> : null}
      <select
        aria-label={`${name} is`}
        name={scripted ? undefined : "columns"}
        form={scripted ? ofNoForm : undefined}
        className="h-[2.125rem] w-full rounded border border-line-strong bg-raised px-2.5 pr-8"
        {...(scripted
          ? {
              value: here < 0 ? "ignore" : String(here),
              onChange: (event) => change(choices[Number(event.target.value)]?.column ?? { field: "ignore" }),
            }
          : { defaultValue: here < 0 ? ignored : value(here) })}
      >
        <option value={ignored}>Ignore</option>
        {[...new Set(choices.map(({ group }) => group))].map((group) => (
          <optgroup key={group} label={group}>
            {choices.map((choice, at) =>
              choice.group === group ? (
                <option key={choice.label} value={value(at)}>
                  {choice.label}
                </option>
              ) : null,
            )}
          </optgroup>
        ))}
      </select>
    </>
  );
}

type Choice = { group: string; label: string; column: Column };

function ownColumn(fresh: Column, name: string, type: OwnField["type"]): Column {
  const { dates, decimals } = fresh;
  return {
    field: "custom",
    name,
    type,
    ...(type === "date" && { dates: dates ?? "iso" }),
    ...(type === "number" && { decimals }),
  };
}

/** A field of the merchant's own is known by its name; a name that is nobody's is a new one, the last choice. */
function placeOf(choices: Choice[], column: Column): number {
  if (column.field !== "custom") return choices.findIndex((choice) => choice.column.field === column.field);
  const named = choices.findIndex(({ column: { field, name } }) => field === "custom" && isNamed(column, name));
  return named < 0 ? choices.length - 1 : named;
}

const isNamed = (column: Column, name = "") =>
  column.field === "custom" && column.name?.toLowerCase() === name.toLowerCase();
