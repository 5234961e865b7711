"use client";
/** Calls the API from the page, with a key that stays in this tab. */
import { type SubmitEvent, useId, useState, useSyncExternalStore } from "react";
import { Button } from "@/app/ui/button";
import { Field, TextArea } from "@/app/ui/field";
import type { Described } from "@/lib/api/in-words";

const place = "clientele api key";
const listeners = new Set<() => void>();

const remember = (key: string) => {
  sessionStorage.setItem(place, key);
  for (const listener of listeners) listener();
};

function useKey(): string {
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return useSyncExternalStore(
    subscribe,
    () => sessionStorage.getItem(place) ?? "",
    () => "",
  );
}

export function KeyField() {
  const key = useKey();
  return (
    <Field
      label="Your key, to try the calls below"
      name="api-key"
      type="password"
      autoComplete="off"
      spellCheck={false}
      value={key}
      placeholder="clt_…"
      onChange={(event) => remember(event.currentTarget.value.trim())}
      hint="It stays in this tab. The calls are real: they change what the key may change."
    />
  );
}

type Told = { status: string; text: string };

type Tried = Pick<Described, "method" | "path" | "example" | "parameters" | "takes" | "beside">;

export function Try({ endpoint }: { endpoint: Tried }) {
  const { method, path, example, parameters, takes, beside } = endpoint;
  const key = useKey();
  const id = useId();
  const [told, setTold] = useState<Told | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setTold(await callWith(key, method, ...callOf(endpoint, form)));
    setBusy(false);
  };
  return (
    <form onSubmit={send} className="grid gap-3 border-t pt-4" aria-label={`Try ${method} ${path}`}>
      {parameters.map(({ name, required }) => (
        <Field key={name} id={`${id}-${name}`} label={name} name={name} required={required} autoComplete="off" />
      ))}
      {takes || beside ? (
        <Field
          id={`${id}-bytes`}
          label={beside ? "A file, in place of the body below" : "The file"}
          name="bytes"
          type="file"
          required={takes !== undefined}
          className="h-auto py-1.5"
        />
      ) : null}
      {beside?.map(({ name }) => (
        <Field key={name} id={`${id}-${name}`} label={`${name}, with a file`} name={name} autoComplete="off" />
      ))}
      {example ? (
        <TextArea
          id={`${id}-body`}
          label="Body"
          name="body"
          rows={Math.min(14, JSON.stringify(example, null, 2).split("\n").length + 1)}
          className="font-mono text-small"
          spellCheck={false}
          defaultValue={JSON.stringify(example, null, 2)}
        />
      ) : null}
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={!key || busy}>
          {busy ? "Calling…" : "Call"}
        </Button>
        {key ? null : <span className="text-muted">Enter your key on top first.</span>}
      </div>
      <output className="min-w-0 empty:hidden">
        {told ? (
          <>
            <span className="font-medium">{told.status}</span>
            <pre className="mt-1 rounded border bg-surface p-3 text-small break-words whitespace-pre-wrap">
              {told.text}
            </pre>
          </>
        ) : null}
      </output>
    </form>
  );
}

/** The address and the body: a file that was chosen with what belongs to it, else the text. */
function callOf({ path, parameters, beside }: Tried, form: FormData): [address: string, body: File | string | null] {
  const file = form.get("bytes");
  if (!(file instanceof File) || file.size === 0) {
    const text = form.get("body");
    return [addressOf(path, form, parameters), text === null ? null : String(text)];
  }
  if (beside && form.get("file") === "") form.set("file", file.name);
  return [addressOf(path, form, [...parameters, ...(beside ?? [])]), file];
}

function addressOf(path: string, form: FormData, parameters: Described["parameters"]): string {
  const query = new URLSearchParams();
  let address = path;
  for (const { name } of parameters) {
    const value = String(form.get(name) ?? "").trim();
    if (path.includes(`{${name}}`)) address = address.replace(`{${name}}`, encodeURIComponent(value));
    else if (value) query.set(name, value);
  }
  const asked = query.toString();
  return asked ? `${address}?${asked}` : address;
}

async function callWith(key: string, method: string, address: string, body: File | string | null): Promise<Told> {
  const type = typeof body === "string" ? "application/json" : "application/octet-stream";
  try {
    const answer = await fetch(`/api/v1${address}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== null && { "content-type": type }) },
      body,
    });
    const text = await answer.text();
    return { status: `${answer.status} ${answer.statusText}`.trim(), text: JSON.stringify(JSON.parse(text), null, 2) };
  } catch {
    return { status: "No answer", text: "The app could not be reached. Try again." };
  }
}
