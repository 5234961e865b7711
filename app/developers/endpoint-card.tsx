import { ChevronRight } from "lucide-react";
import { createElement, Fragment } from "react";
import type { Described, DescribedField } from "@/lib/api/in-words";
import { Try } from "./try";

/** One endpoint: what it is for, what it takes, and a way to call it. */
export function EndpointCard({ endpoint }: { endpoint: Described }) {
  const { method, path, title, about, scope, whole, parameters, body, beside } = endpoint;
  return (
    <details className="group min-w-0 rounded-lg border bg-raised">
      <summary className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-3 marker:content-none">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 self-center text-faint transition-transform group-open:rotate-90"
        />
        <code className="w-14 shrink-0 text-small font-semibold text-muted">{method}</code>
        <code className="min-w-0 break-all">{path}</code>
        <span className="ml-auto text-muted">{title}</span>
      </summary>
      <div className="grid gap-4 border-t px-4 py-4">
        {about ? (
          <p className="max-w-prose">
            <Coded>{about}</Coded>
          </p>
        ) : null}
        <p className="text-muted">
          Scope <code>{scope}</code>
          {whole ? ", of a key for the whole organization" : ""}
        </p>
        <FieldList title="In the address" fields={parameters} />
        <FieldList title="In the address, with a file as the body" fields={beside ?? []} />
        <FieldList title="In the body" fields={body ?? []} />
        <Try endpoint={endpoint} />
      </div>
    </details>
  );
}

function FieldList({ title, fields }: { title: string; fields: DescribedField[] }) {
  if (fields.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 font-medium">{title}</h3>
      <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-1.5 sm:grid-cols-[180px_minmax(0,1fr)]">
        {fields.map(({ name, type, required, description }) => (
          <div key={name} className="contents">
            <dt>
              <code>{name}</code>
              {required ? <span className="text-small text-muted"> required</span> : null}
            </dt>
            <dd className="text-muted max-sm:mb-1.5">
              {type}
              {description ? <Coded>{`. ${description}`}</Coded> : null}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Words between backticks are code. */
function Coded({ children }: { children: string }) {
  const parts = children.split("`").map((part, at) => (at % 2 ? createElement("code", null, part) : part));
  return createElement(Fragment, null, ...parts);
}
