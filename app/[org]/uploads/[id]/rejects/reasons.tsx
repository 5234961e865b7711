import { clsx } from "clsx";
import Link from "next/link";
import { Count } from "@/app/ui/values";

type Props = { base: string; reasons: { reason: string; sentence: string; count: number }[]; here: string | null };

/** Narrows the rows to one reason. */
export function Reasons({ base, reasons, here }: Props) {
  if (reasons.length < 2 && here === null) return null;
  return (
    <nav aria-label="Reasons" className="flex flex-wrap gap-1">
      {[{ reason: "", sentence: "All of them", count: 0 }, ...reasons].map(({ reason, sentence, count }) => (
        <Link
          key={reason}
          href={reason ? `${base}?reason=${reason}` : base}
          aria-current={reason === (here ?? "") ? "page" : undefined}
          className={clsx(
            "rounded px-2.5 py-1.5",
            reason === (here ?? "") ? "bg-select font-medium" : "text-muted hover:bg-hover hover:text-ink",
          )}
        >
          {firstOf(sentence)}
          {reason ? (
            <span className="text-small text-muted">
              {"\u00a0"}
              <Count value={count} />
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}

/** Its first sentence as a label: what to do about it stands at the rows. */
const firstOf = (sentence: string) => sentence.split(/\.(?:\s|$)/)[0];
