import Form from "next/form";
import { ChipLink } from "@/app/ui/chip";
import { SearchBox } from "@/app/ui/search-box";
import { formatNumber } from "@/lib/format";
import { type Reason, reasons } from "@/lib/suppressions/suppressions";
import { type Asked, addressOf } from "./asked";
import { reasonWord } from "./reason";

const channels = { email: "Email", sms: "SMS" };

/** Search, reason and channel; each chip says how many there are of its reason. */
export function Filters({ org, asked, counts }: { org: string; asked: Asked; counts: Record<Reason, number> }) {
  const to = (change: Partial<Asked>) => addressOf(org, { ...asked, cursor: undefined, ...change });
  const kept = Object.entries({ reason: asked.reason, channel: asked.channel });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Form action={`/${org}/suppressions`} scroll={false} className="w-full md:w-auto">
        {kept.map(([name, value]) => (value ? <input key={name} type="hidden" name={name} value={value} /> : null))}
        <SearchBox
          address={to({ q: undefined })}
          q={asked.q ?? ""}
          label="Search suppressed addresses"
          placeholder="Part of an address"
        />
      </Form>
      <nav aria-label="Reason" className="flex flex-wrap gap-1.5">
        <ChipLink set={!asked.reason} href={to({ reason: undefined })}>
          All
        </ChipLink>
        {reasons.map((reason) => (
          <ChipLink key={reason} set={asked.reason === reason} href={to({ reason })}>
            {reasonWord(reason)} <span className="num">{formatNumber(counts[reason])}</span>
          </ChipLink>
        ))}
      </nav>
      <nav aria-label="Channel" className="flex gap-1.5 md:ml-auto">
        {Object.entries(channels).map(([name, word]) => {
          const channel = name as keyof typeof channels;
          const set = asked.channel === channel;
          return (
            <ChipLink key={name} set={set} href={to({ channel: set ? undefined : channel })}>
              {word}
            </ChipLink>
          );
        })}
      </nav>
    </div>
  );
}
