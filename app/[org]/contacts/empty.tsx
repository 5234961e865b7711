/** What stands where no contact is: how to get the first ones, or that nobody matches. */
import { LinkButton } from "@/app/ui/button";
import { EmptyState } from "@/app/ui/empty-state";
import { Status } from "@/app/ui/status";
import { Tag } from "@/app/ui/tag";

export function NobodyMatches({ org, q }: { org: string; q: string }) {
  return (
    <EmptyState
      title="No contact matches"
      action={<LinkButton href={`/${org}/contacts`}>Show all contacts</LinkButton>}
    >
      {q
        ? `Nobody’s name, email or phone has “${q}” in it, with the filters as they are.`
        : "Nobody meets all of these filters at once. Remove one to see more."}
    </EmptyState>
  );
}

export function FirstContacts({ org, connected }: { org: string; connected: boolean }) {
  const to = connected ? `/${org}/stores` : `/${org}/stores/new`;
  return (
    <EmptyState
      title={connected ? "Your stores have sent nobody yet" : "Your contacts come from your stores"}
      example={<Example />}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <LinkButton href={to} look="go">
            {connected ? "See the stores" : "Connect a store"}
          </LinkButton>
          {connected ? <LinkButton href={`/${org}/uploads/new`}>Import contacts</LinkButton> : null}
        </div>
      }
    >
      {connected
        ? "A store is connected. Its first pass fills this page; the store’s page shows how far it is."
        : "Connect a store and choose whom to take: subscribers, buyers, everybody. Their names, consent, orders and what they do next appear here and stay correct to the second."}
    </EmptyState>
  );
}

function Example() {
  return (
    <div aria-hidden className="overflow-hidden rounded-lg border bg-raised">
      <Line email="mira.holt@example.com" tag="Buyer" word="Subscribed" tone="ok" />
      <Line email="petra.lindqvist@example.org" tag="Buyer" word="Never subscribed" tone="hollow" />
      <Line email="j.okafor@example.com" tag="Subscriber" word="Subscribed" tone="ok" />
    </div>
  );
}

function Line({ email, tag, word, tone }: { email: string; tag: string; word: string; tone: "ok" | "hollow" }) {
  return (
    <div className="flex h-10 items-center gap-4 border-b px-4 last:border-0">
      <span className="truncate font-medium">{email}</span>
      <span className="ml-auto">
        <Status tone={tone}>{word}</Status>
      </span>
      <span className="hidden sm:block">
        <Tag colour="special">{tag}</Tag>
      </span>
    </div>
  );
}
