"use client";
import { useRef, useState } from "react";
import { buttonClass, LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { FormError, Select } from "@/app/ui/field";
import { Note } from "@/app/ui/note";
import { beginUpload } from "../actions";
import { DropZone } from "../drop-zone";
import { Sending } from "../sending";
import { useSending } from "../use-sending";
import { kindWords } from "../words";

type Props = { org: string; stores: { id: string; name: string }[]; store: string | undefined };

const kinds = Object.keys(kindWords) as (keyof typeof kindWords)[];

/** The first screen: whose contacts, what kind of file, and the file itself, which is sent part by part. */
export function NewUpload({ org, stores, store }: Props) {
  const [file, setFile] = useState<File | null>(null);
  const [missing, setMissing] = useState("");
  const chooser = useRef<HTMLInputElement>(null);
  const { standing, trouble, broken, send, cancel } = useSending(org);

  const refuse = (sentence: string) => {
    setMissing(sentence);
    chooser.current?.focus();
  };
  const submit = (form: FormData) => {
    if (!file) return refuse("Choose a file first.");
    if (file.size === 0) return refuse("This file is empty. Choose another.");
    return send(file, async () => {
      const sent = { org, store: form.get("store"), kind: form.get("kind"), file: file.name, size: file.size };
      const outcome = await beginUpload(null, sent);
      if (!outcome.ok) throw new Error(outcome.message);
      const { import: upload, partSize, parts } = outcome.result;
      return { upload, partSize, parts: Array.from({ length: parts }, (_, at) => at) };
    });
  };

  return (
    <form
      aria-label="New upload"
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <FormError>{trouble}</FormError>
      {broken ? (
        <Note action={<LinkButton href={`/${org}/uploads/${broken}`}>Go on with it</LinkButton>}>
          What was sent of the file is kept.
        </Note>
      ) : null}
      <noscript>
        <p className="rounded bg-wait-soft px-3 py-2.5">
          A file is sent part by part, which needs scripts. Please switch them on.
        </p>
      </noscript>
      <Card>
        <fieldset disabled={standing !== null} className="grid gap-5">
          <Select
            label="Store"
            name="store"
            defaultValue={store ?? stores[0]!.id}
            hint="Whose contacts they become. The same person in two stores is two contacts."
          >
            {stores.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <Kinds />
          {standing ? null : (
            <DropZone
              ref={chooser}
              file={file}
              choose={(chosen) => {
                setFile(chosen);
                setMissing("");
              }}
              error={missing}
              hint="CSV, TSV, text or Excel (.xlsx), also packed as .gz or .zip, up to 2 GB"
            />
          )}
        </fieldset>
        {standing ? (
          <div className="mt-5">
            <Sending standing={standing} cancel={cancel} />
          </div>
        ) : null}
      </Card>
      {standing ? null : (
        <div className="flex justify-end">
          <button type="submit" className={buttonClass("go")}>
            Upload
          </button>
        </div>
      )}
    </form>
  );
}

function Kinds() {
  return (
    <fieldset className="grid gap-2.5">
      <legend className="mb-1 font-medium">What is in the file?</legend>
      {kinds.map((kind, n) => (
        <label key={kind} className="grid grid-cols-[auto_1fr] items-baseline gap-x-2.5">
          <input
            type="radio"
            name="kind"
            value={kind}
            defaultChecked={n === 0}
            className="translate-y-0.5 accent-accent"
          />
          <span>
            <span className="font-medium">{kindWords[kind].name}</span>
            <span className="block text-muted">{kindWords[kind].hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
