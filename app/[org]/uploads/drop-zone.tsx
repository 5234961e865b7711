"use client";
/** A field for a file: a click or the keyboard opens the chooser, a file can be dropped on it. */
import { clsx } from "clsx";
import { Upload } from "lucide-react";
import { type Ref, useState } from "react";
import { sizeOf } from "./words";

export const accepted = ".csv,.tsv,.txt,.xlsx,.gz,.zip,text/csv,text/plain,text/tab-separated-values";

export function DropZone({
  ref,
  file,
  choose,
  error,
  hint,
}: {
  ref?: Ref<HTMLInputElement>;
  file: File | null;
  choose: (file: File) => void;
  error?: string;
  hint: string;
}) {
  const [over, setOver] = useState(false);
  return (
    <div>
      <label
        className={clsx(
          "grid cursor-pointer justify-items-center gap-1 rounded-lg border border-dashed px-4 py-8 text-center focus-within:outline-2 focus-within:outline-accent",
          over ? "border-accent bg-accent-soft" : "border-line-strong hover:bg-hover",
        )}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const dropped = event.dataTransfer.files[0];
          if (dropped) choose(dropped);
        }}
      >
        <Upload aria-hidden className="size-5 text-faint" />
        <span className="font-medium break-all">{file ? file.name : "Choose a file, or drop it here"}</span>
        <span className="num text-small text-muted">{file ? `${sizeOf(file.size)} · choose another` : hint}</span>
        <input
          ref={ref}
          type="file"
          name="file"
          accept={accepted}
          className="sr-only"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "file-error" : undefined}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen) choose(chosen);
          }}
        />
      </label>
      {error ? (
        <p id="file-error" className="mt-1 text-small text-stop">
          {error}
        </p>
      ) : null}
    </div>
  );
}
