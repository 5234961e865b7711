"use client";
import { LinkButton } from "@/app/ui/button";
import { useRefusal } from "@/app/ui/form";

/** After an address turned out to be another contact's: the way to make the two one. */
export function MergeOffer({ href }: { href: string }) {
  const other = useRefusal("other");
  if (!other) return null;
  return (
    <div>
      <LinkButton href={`${href}?other=${encodeURIComponent(other)}`}>See what merging the two would give</LinkButton>
    </div>
  );
}
