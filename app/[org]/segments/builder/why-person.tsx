"use client";
/** One person asked about: whether they are in, with each condition's verdict at its row. */
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { Popover } from "@/app/ui/popover";
import { Option, Options } from "./options";
import type { Answered, Verdicts } from "./use-look";

export type Asked = { id: string; name: string };

export function WhyPerson({
  org,
  person,
  answer,
  onAsk,
}: {
  org: string;
  person: Asked | null;
  answer: Answered<Verdicts>;
  onAsk: (person: Asked | null) => void;
}) {
  return (
    <Card title="Why is somebody in, or not?">
      <div className="grid gap-3">
        {person ? (
          <div className="flex items-start gap-2">
            <p role="status" className="min-w-0 grow break-words">
              {sentenceOf(person.name, answer)}
            </p>
            <Button
              look="bare"
              className="px-2"
              aria-label={`Ask no more about ${person.name}`}
              onClick={() => onAsk(null)}
            >
              <X aria-hidden />
            </Button>
          </div>
        ) : (
          <p className="text-muted">Each condition then says whether it holds for that person.</p>
        )}
        <PersonPicker org={org} onAsk={onAsk} />
      </div>
    </Card>
  );
}

function sentenceOf(name: string, { seen, current, failed }: Answered<Verdicts>): string {
  if (failed) return failed;
  if (!seen || !current) return `Looking at ${name}…`;
  if (seen.excluded) return `${name} is not in it: excluded from all lists and segments.`;
  return seen.holds
    ? `${name} is in it. What holds is marked at each condition.`
    : `${name} is not in it. What does not hold is marked at each condition.`;
}

function PersonPicker({ org, onAsk }: { org: string; onAsk: (person: Asked) => void }) {
  const [open, setOpen] = useState(false);
  const [typed, type] = useState("");
  const found = useContacts(org, open ? typed : "");
  const turn = (next: boolean) => {
    setOpen(next);
    if (next) type("");
  };
  return (
    <Popover
      label="Find a person"
      open={open}
      onOpenChange={turn}
      trigger={<Button className="w-full">Ask about a person…</Button>}
    >
      <Options
        label="People"
        placeholder="Name, email or phone"
        typed={typed}
        onType={type}
        filter={false}
        empty={typed.trim() ? "Nobody by that name." : "Type a name, an address or a number."}
      >
        {found.map((one) => (
          <Option
            key={one.id}
            value={one.id}
            hint={one.detail}
            onChoose={() => {
              turn(false);
              onAsk({ id: one.id, name: one.title });
            }}
          >
            {one.title}
          </Option>
        ))}
      </Options>
    </Popover>
  );
}

type Found = { id: string; title: string; detail: string };

/** As the command palette finds them. */
function useContacts(org: string, typed: string): Found[] {
  const [found, setFound] = useState<Found[]>([]);
  const q = typed.trim();
  useEffect(() => {
    const stop = new AbortController();
    const ask = async () => {
      const url = `/${org}/contacts/find?q=${encodeURIComponent(q)}`;
      const answer = q ? await fetch(url, { signal: stop.signal }).catch(() => null) : null;
      if (!stop.signal.aborted) setFound(answer?.ok ? await answer.json() : []);
    };
    const clock = setTimeout(ask, 120);
    return () => {
      clearTimeout(clock);
      stop.abort();
    };
  }, [org, q]);
  return found;
}
