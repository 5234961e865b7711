"use client";
import { useCallback, useEffect, useState } from "react";
import type { Counted } from "../bulk/bulk-form";
import type { Choices } from "../bulk/fields";

/** How many match the list's query, exactly, once it is wanted; `recount` asks anew. Null while it is on its way. */
export function useCount(org: string, query: string, wanted: boolean): { total: Counted | null; recount: () => void } {
  const [counted, count] = useState<(Counted & { query: string }) | null>(null);
  const look = useCallback(
    async (signal?: AbortSignal) => {
      const params = new URLSearchParams({ all: "on", query });
      const told = await answer<Counted>(`/${org}/contacts/bulk/count?${params}`, signal);
      if (told && !signal?.aborted) count({ ...told, query });
    },
    [org, query],
  );
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    look(stop.signal);
    return () => stop.abort();
  }, [wanted, look]);
  const recount = useCallback(() => {
    count(null);
    look();
  }, [look]);
  return { total: counted?.query === query ? counted : null, recount };
}

const none: Choices = { tags: [], lists: [] };

/** The tags and lists to choose from, once they are wanted; null until they are here. */
export function useChoices(org: string, wanted: boolean): Choices | null {
  const [choices, set] = useState<Choices | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    answer<Choices>(`/${org}/contacts/bulk/choices`, stop.signal).then((told) => {
      if (!stop.signal.aborted) set(told ?? none);
    });
    return () => stop.abort();
  }, [org, wanted]);
  return choices;
}

async function answer<T>(url: string, signal?: AbortSignal): Promise<T | null> {
  try {
    const answer = await fetch(url, { signal });
    return answer.ok ? ((await answer.json()) as T) : null;
  } catch {
    return null;
  }
}
