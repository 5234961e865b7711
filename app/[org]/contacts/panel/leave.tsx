"use client";
import { useRouter } from "next/navigation";
import { type ComponentProps, useCallback } from "react";

/** A link that closes; where scripts do not run yet, it leads to `href` itself. */
export function LeaveLink({ href, ...rest }: ComponentProps<"a"> & { href: string }) {
  const leave = useLeave(href);
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        event.preventDefault();
        leave();
      }}
    />
  );
}

/**
 * Closes what stands beside or over the page at `address`: by going back where one came from there, else by going
 * there.
 */
export function useLeave(address: string): () => void {
  const router = useRouter();
  return useCallback(() => {
    if (cameFrom(address)) router.back();
    else router.replace(address, { scroll: false });
  }, [router, address]);
}

type History = { currentEntry: { index: number } | null; entries(): { url: string | null }[] };

/** Whether the page before this one in the browser's history is `address`; false where a browser does not tell. */
function cameFrom(address: string): boolean {
  const { navigation } = window as { navigation?: History };
  const before = navigation?.entries()[(navigation.currentEntry?.index ?? 0) - 1]?.url;
  return before === new URL(address, window.location.origin).href;
}
