import { LinkButton } from "./button";

/** Leads from the newest of a list to those before the last one shown; nothing at its end. */
export function Older({ base, next }: { base: string; next: Date | null }) {
  if (!next) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end">
      <LinkButton href={`${base}?before=${encodeURIComponent(next.toISOString())}`}>Older</LinkButton>
    </nav>
  );
}
