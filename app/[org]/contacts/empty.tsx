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

/** `platforms`: of the stores there are. */
export function FirstContacts({ org, platforms }: { org: string; platforms: string[] }) {
  const [title, told, first, second] = beginnings[beginningOf(platforms)];
  return (
    <EmptyState
      title={title}
      example={<Example />}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <LinkButton href={`/${org}${first.to}`} look="go">
            {first.word}
          </LinkButton>
          <LinkButton href={`/${org}${second.to}`}>{second.word}</LinkButton>
        </div>
      }
    >
      {told}
    </EmptyState>
  );
}

const beginningOf = (platforms: string[]) =>
  platforms.length === 0 ? "none" : platforms.every((one) => one === "api") ? "fillable" : "read";

type Step = { to: string; word: string };
const upload: Step = { to: "/uploads/new", word: "Import contacts" };

const beginnings: Record<ReturnType<typeof beginningOf>, [title: string, told: string, first: Step, second: Step]> = {
  none: [
    "Your contacts come from your stores",
    "Connect a store and choose whom to take: subscribers, buyers, everybody. Their names, consent, orders and what they do next appear here and stay correct to the second. A shop of any other make takes files and the API.",
    { to: "/stores/new", word: "Connect a store" },
    { to: "/stores/new?platform=api", word: "Begin with a file" },
  ],
  fillable: [
    "Nobody is here yet",
    "Your store takes its people from files and the API: import a CSV file, or send contacts and orders with a key.",
    upload,
    { to: "/settings/api", word: "Keys for the API" },
  ],
  read: [
    "Your stores have sent nobody yet",
    "A store is connected. Its first pass fills this page; the store’s page shows how far it is.",
    { to: "/stores", word: "See the stores" },
    upload,
  ],
};

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
