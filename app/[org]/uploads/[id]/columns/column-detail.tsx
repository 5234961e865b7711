"use client";
/** What has to be known of a column beside its field: how its dates are written, what its words mean. */
import { useState } from "react";
import { Fold } from "@/app/ui/fold";
import type { Column, ConsentMeaning, CustomType, DateFormat } from "@/lib/imports/meaning";
import { betweenWords, dateWords, hasDates, meaningWords, ofNoForm, typeWords, unknownWords } from "./words";

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

/**
 * What each word of a consent column says: those of the first rows, then usual ones that may come later. Unknown words
 * reject their rows, so they stand open until each is chosen.
 */
function Words({ column, words, change }: Props) {
  const [open] = useState(unknownWords(column, words).length > 0);
  const told = column.words ?? {};
  const said = (word: string) => (told[word] ? meaningWords[told[word]].toLowerCase() : "not chosen");
  const summary = words.slice(0, 2).map(({ word }) => `${word} = ${said(word)}`);
  const later = Object.keys(told).filter((word) => !words.some((one) => one.word === word));
  const choose = (word: string, meaning: string) =>
    change({ ...column, words: { ...told, [word]: meaning as ConsentMeaning } });
  return (
    <Fold
      open={open}
      title={<span className="truncate text-small text-muted">{summary.join(", ") || "No words found"}</span>}
    >
      <ul className="grid gap-1.5">
        {words.map(({ word, count }) => (
          <Word key={word} word={word} count={count} meaning={told[word]} choose={choose} />
        ))}
        {later.length > 0 ? <li className="mt-1 text-small text-muted">Should they come further down</li> : null}
        {later.map((word) => (
          <Word key={word} word={word} meaning={told[word]} choose={choose} />
        ))}
      </ul>
    </Fold>
  );
}

type WordProps = {
  word: string;
  /** How often it came in the first rows. */
  count?: number;
  meaning: ConsentMeaning | undefined;
  choose: (word: string, meaning: string) => void;
};

function Word({ word, count, meaning, choose }: WordProps) {
  return (
    <li className="grid items-center gap-x-2 gap-y-0.5 text-small md:grid-cols-[minmax(3rem,1fr)_minmax(0,9.5rem)]">
      <span className="num flex min-w-0 gap-1.5">
        <bdi className="truncate" title={word}>
          {word}
        </bdi>
        {count ? <span className="whitespace-nowrap text-muted">{count} ×</span> : null}
      </span>
      <Choice
        label={`“${word}” means`}
        value={meaning ?? ""}
        words={meaning ? meaningWords : { "": "Not chosen", ...meaningWords }}
        choose={(chosen) => choose(word, chosen)}
      />
    </li>
  );
}

type ChoiceProps = { label: string; value: string; words: Record<string, string>; choose: (value: string) => void };

function Choice({ label, value, words, choose }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      form={ofNoForm}
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
