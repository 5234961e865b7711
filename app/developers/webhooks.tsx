import { Card } from "@/app/ui/card";
import { verifying } from "@/lib/endpoints/verifying";
import { Code } from "./code";

const message = {
  type: "consent.changed",
  timestamp: "2026-03-04T09:30:00.000Z",
  data: {
    contact: { id: "0197a1c2-0000-7000-8000-000000000001", email: "mira@example.org", "…": "…" },
    change: { kind: "consent.changed", by: "Shop", detail: { "…": "…" } },
  },
};

/** How a program is told of changes, and how it knows that we told it. */
export function Webhooks() {
  return (
    <section id="Webhooks" aria-label="Webhooks" className="grid scroll-mt-4 grid-cols-[minmax(0,1fr)] gap-3">
      <h2>Webhooks</h2>
      <Card>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <p className="max-w-prose">
            An address made under Settings › Webhooks is sent a POST within half a minute of each change it asked for:{" "}
            <code>contact.created</code>, <code>contact.updated</code>, <code>contact.deleted</code>,{" "}
            <code>consent.changed</code>. The contact is as “Get a contact” gives it; of one that is deleted only{" "}
            <code>id</code> and <code>store</code> are told.
          </p>
          <p className="max-w-prose">
            Of an imported file it is told each consent that changes of people who were here before, and nothing else:
            whom a file adds, changes in other fields, and who goes when it is undone, may be a million at once. Ask{" "}
            <code>GET /imports/{"{import}"}</code> until it is done; then <code>GET /contacts?import=…</code> gives whom
            it added.
          </p>
          <Code>{JSON.stringify(message, null, 2)}</Code>
          <ul className="grid list-disc gap-1.5 pl-5">
            <li>
              Answer with any 2xx within 15 seconds. Anything else is tried again, ever more rarely, for three days;{" "}
              <code>410</code> ends it.
            </li>
            <li>
              A message may come twice: <code>webhook-id</code> stays the same over all tries.
            </li>
            <li>
              Each is signed in the form of Standard Webhooks, with the secret that is shown as the endpoint is made.
              Any of its libraries checks it, or these lines:
            </li>
          </ul>
          <Code>{verifying}</Code>
        </div>
      </Card>
    </section>
  );
}
