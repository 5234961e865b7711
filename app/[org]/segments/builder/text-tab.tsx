"use client";
/**
 * The condition as text: what is typed becomes the conditions as soon as it is understood; else it says where it is
 * not.
 */
import { useRef } from "react";
import { Button } from "@/app/ui/button";

/** `wrong` may begin with where: "Line 2, column 5: expected …". */
export function TextTab({
  text,
  wrong,
  current,
  onType,
}: {
  text: string;
  wrong: string | null;
  current: boolean;
  onType: (text: string) => void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const place = placeOf(wrong);
  const lines = text.split("\n");
  const show = () => {
    const at = offsetOf(lines, place!);
    area.current?.focus();
    area.current?.setSelectionRange(at, Math.min(text.length, at + 1));
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex overflow-hidden rounded border border-line-strong bg-bg font-mono leading-6 focus-within:border-accent">
        <div aria-hidden className="num border-r bg-surface py-2 text-right text-muted select-none">
          {numbersTo(lines.length).map((line) => (
            <div key={line} className={`px-2 ${place?.line === line ? "bg-stop-soft text-stop" : ""}`}>
              {line}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          aria-label="The condition as text"
          aria-invalid={wrong !== null}
          aria-describedby={wrong ? "text-problem" : "text-help"}
          spellCheck={false}
          autoCapitalize="off"
          wrap="off"
          rows={Math.max(8, lines.length)}
          value={text}
          onChange={(event) => onType(event.target.value)}
          className="min-w-0 grow resize-none overflow-x-auto bg-transparent px-3 py-2 outline-none"
        />
      </div>
      {wrong && current ? (
        <div role="alert" id="text-problem" className="grid gap-2 rounded bg-stop-soft px-3 py-2.5">
          <p className="break-words">{wrong}</p>
          {place ? (
            <div className="flex flex-wrap items-end gap-3">
              <pre className="min-w-0 grow overflow-x-auto font-mono leading-5">{excerpt(lines, place)}</pre>
              <Button onClick={show}>Go there</Button>
            </div>
          ) : null}
        </div>
      ) : null}
      <p id="text-help" className="text-small text-muted">
        A condition is written as <code>city is "Berlin"</code> or{" "}
        <code>ordered at least 2 times in the last 90 days</code>, several of them as{" "}
        <code className="whitespace-nowrap">all ( …, … )</code> or{" "}
        <code className="whitespace-nowrap">any ( …, … )</code>, and <code>not</code> turns one round.{" "}
        <code>exclude</code> begins whom to leave out. It can be kept, sent and put back in here.
      </p>
    </div>
  );
}

const numbersTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

type Place = { line: number; column: number };

function placeOf(wrong: string | null): Place | null {
  const [, line, column] = /^Line (\d+), column (\d+)/.exec(wrong ?? "") ?? [];
  return line === undefined ? null : { line: Number(line), column: Number(column) };
}

/** Columns count characters, offsets what JavaScript counts. */
function offsetOf(lines: readonly string[], { line, column }: Place): number {
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return before + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
}

/** The line with a caret under the place. */
function excerpt(lines: readonly string[], { line, column }: Place): string {
  return `${lines[line - 1] ?? ""}\n${" ".repeat(column - 1)}^`;
}
