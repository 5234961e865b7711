"use client";
/** What has to be known of a column beside its field: how its dates are written, what its words mean. */
import { Fold } from "@/app/ui/fold";
import type { Column, ConsentMeaning, CustomType, DateFormat } from "@/lib/imports/meaning";
import { betweenWords, dateWords, hasDates, meaningWords, typeWords } from "./words";

type Props = { column: Column; words: { word: string; count: number }[]; change: (column: Column) => void };

export function ColumnDetail({ column, words, change }: Props) {
  const { field } = column;
  return (
    <>
      {field === "custom" ? <OwnField column={column} change={change} /> : null}
      {hasDates(column) ? (
        <Choice
          label="Dates are written as"
          value={column.dates ?? "iso"}
          words={dateWords}
          choose={(dates) => change({ ...column, dates: dates as DateFormat })}
        />
      ) : null}
      {field === "custom" && column.type === "number" ? (
        <Choice
          label="Numbers are written as"
          value={column.decimals ?? "."}
          words={{ ".": "1,234.50", ",": "1.234,50" }}
          choose={(decimals) => change({ ...column, decimals: decimals as "." | "," })}
        />
      ) : null}
      {field === "tags" || field === "lists" ? (
        <Choice
          label="Several in a cell"
          value={column.between ?? ","}
          words={betweenWords}
          choose={(between) => change({ ...column, between: between as NonNullable<Column["between"]> })}
        />
      ) : null}
      {field === "emailConsent" || field === "smsConsent" ? (
        <Words column={column} words={words} change={change} />
      ) : null}
    </>
  );
}

const small = "h-7 w-full rounded border border-line-strong bg-raised px-2 text-small";

function OwnField({ column, change }: Omit<Props, "words">) {
  return (
    <div className="grid grid-cols-[1fr_auto] gap-2">
      <input
        aria-label="Name of the field"
        className={small}
        value={column.name ?? ""}
        maxLength={80}
        onChange={(event) => change({ ...column, name: event.target.value })}
      />
      <Choice
        label="What the field holds"
        value={column.type ?? "text"}
        words={typeWords}
        choose={(type) => change({ ...column, type: type as CustomType })}
      />
    </div>
  );
}

/** What each word of a consent column says. Unknown words reject their rows, so each has to be chosen. */
function Words({ column, words, change }: Props) {
  const told = column.words ?? {};
  const shown = [...new Set([...words.map(({ word }) => word), ...Object.keys(told)])];
  const said = (word: string) => (told[word] ? meaningWords[told[word]].toLowerCase() : "not chosen");
  const summary = shown.slice(0, 2).map((word) => `${word} = ${said(word)}`);
  return (
    <Fold title={<span className="truncate text-small text-muted">{summary.join(", ") || "No words found"}</span>}>
      <ul className="grid gap-1.5">
        {shown.map((word) => (
          <li key={word} className="grid grid-cols-2 items-center gap-2 text-small">
            <bdi className="truncate" title={word}>
              {word}
            </bdi>
            <Choice
              label={`“${word}” means`}
              value={told[word] ?? ""}
              words={told[word] ? meaningWords : { "": "Not chosen: rejects the row", ...meaningWords }}
              choose={(meaning) => change({ ...column, words: { ...told, [word]: meaning as ConsentMeaning } })}
            />
          </li>
        ))}
      </ul>
    </Fold>
  );
}

type ChoiceProps = { label: string; value: string; words: Record<string, string>; choose: (value: string) => void };

function Choice({ label, value, words, choose }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      className={`${small} pr-7`}
      value={value}
      onChange={(event) => choose(event.target.value)}
    >
      {Object.entries(words).map(([key, word]) => (
        <option key={key} value={key}>
          {word}
        </option>
      ))}
    </select>
  );
}
