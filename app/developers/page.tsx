import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "@/app/ui/card";
import { CopyText } from "@/app/ui/copy-text";
import { endpoints } from "@/lib/api/endpoints";
import { type Described, endpointsInWords } from "@/lib/api/in-words";
import { appUrl } from "@/lib/env";
import { formatNumber } from "@/lib/format";
import { callsAMinute } from "@/lib/limits";
import { Code } from "./code";
import { EndpointCard } from "./endpoint-card";
import { KeyField } from "./try";
import { Webhooks } from "./webhooks";

export const metadata: Metadata = { title: "API reference" };

const groups = [...new Set(endpoints.map(({ group }) => group))];

/** Open to anybody: it tells how to call, and holds nothing of any organization. */
export default function DevelopersPage() {
  const described = endpointsInWords();
  return (
    <main className="mx-auto grid w-full max-w-4xl gap-6 px-4 py-6 md:px-6">
      <header className="grid gap-3">
        <Link href="/" className="justify-self-start text-muted hover:text-ink">
          Clientele
        </Link>
        <h1>API reference</h1>
        <p className="max-w-prose text-muted">
          Read and write contacts, consent, events, tags, lists and orders from your own programs. What stands here is
          made from the checks that every call goes through. Refusals are told as{" "}
          <Link href="/developers/problems" className="underline underline-offset-3">
            problems
          </Link>
          ; the whole description is an{" "}
          <a href="/api/v1/openapi.json" className="underline underline-offset-3">
            OpenAPI 3.1 document
          </a>
          .
        </p>
        <nav aria-label="Endpoints" className="flex flex-wrap gap-2">
          {groups.map((group) => (
            <a key={group} href={`#${group}`} className="rounded border px-2.5 py-1 hover:bg-hover">
              {group}
            </a>
          ))}
          <a href="#Webhooks" className="rounded border px-2.5 py-1 hover:bg-hover">
            Webhooks
          </a>
        </nav>
      </header>
      <Card title="How to call">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <CopyText label="Address" value={`${appUrl()}/api/v1`} />
          <Code>{firstCall()}</Code>
          <ul className="grid list-disc gap-1.5 pl-5">
            <li>
              Send <code>Authorization: Bearer clt_…</code>, with a key of Settings › API keys.
            </li>
            <li>
              A call with an <code>Idempotency-Key</code> is done once, however often it is sent within a day.
            </li>
            <li>
              Lists come in pages: send <code>next</code> as <code>cursor</code> for the following one.
            </li>
            <li>
              A key may make {formatNumber(callsAMinute)} calls a minute; <code>RateLimit-Remaining</code> tells how
              many are left. After <code>429</code> wait as many seconds as <code>Retry-After</code> says.
            </li>
            <li>
              A body has at most 5 MB. Where there are several stores, name one as “store”: “List stores” has the ids.
            </li>
            <li>Unknown fields are refused, so that a slip of the pen never passes for success.</li>
          </ul>
          <KeyField />
        </div>
      </Card>
      {groups.map((group) => (
        <Group key={group} name={group} endpoints={described.filter((one) => one.group === group)} />
      ))}
      <Webhooks />
    </main>
  );
}

/** Runs as it is pasted, once the key is in the shell. */
const firstCall = () => `curl "${appUrl()}/api/v1/contacts" \\
  -H "Authorization: Bearer $CLIENTELE_KEY" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: sign-up-417" \\
  -d '{"email": "mira@example.org", "firstName": "Mira"}'`;

function Group({ name, endpoints }: { name: string; endpoints: Described[] }) {
  return (
    <section id={name} aria-label={name} className="grid scroll-mt-4 gap-3">
      <h2>{name}</h2>
      {name === "Segments" ? (
        <p className="text-muted">
          Every field, operator and value of a condition stands under{" "}
          <Link href="/developers/conditions" className="underline underline-offset-3">
            conditions of segments
          </Link>
          .
        </p>
      ) : null}
      {endpoints.map((one) => (
        <EndpointCard key={`${one.method} ${one.path}`} endpoint={one} />
      ))}
    </section>
  );
}
