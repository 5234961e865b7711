"use client";
/** Asks, a moment after each change, how many people are meant now; an answer to an older question is never shown. */
import { useEffect, useState } from "react";
import type { Look } from "@/lib/segments/look";
import type { Person, Preview } from "@/lib/segments/members";
import type { Reach } from "@/lib/segments/reach";

export type Seen = Look & { preview: (Preview & { ms: number }) | null };
export type { Person, Reach };

/** `seen` is the last answer there was; `current` whether it is to what stands there now. */
export type Answered<T> = { seen: T | null; current: boolean; failed: string | null };

const pause = 250;

/** `asked` is a definition or a text as JSON; null asks nothing. */
export function useLook(org: string, asked: string | null): Answered<Seen> {
  return useAnswer<Seen>(`/${org}/segments/builder/look`, asked, pause);
}

/** Asked once the count stands: three more counts are not worth waiting for. */
export function useReach(org: string, sound: Look["sound"] | null): Answered<Reach | null> {
  return useAnswer<Reach | null>(`/${org}/segments/builder/reach`, sound && JSON.stringify({ definition: sound }), 0);
}

export type Verdicts = { holds: boolean; excluded: boolean; verdicts: Record<string, boolean> };

export function useWhy(org: string, contact: string | null, sound: Look["sound"] | null): Answered<Verdicts> {
  const asked = contact && sound ? JSON.stringify({ contact, definition: sound }) : null;
  return useAnswer<Verdicts>(`/${org}/segments/builder/why`, asked, 0);
}

function useAnswer<T>(url: string, asked: string | null, wait: number): Answered<T> {
  const [answer, setAnswer] = useState<{ to: string; seen: T | null; failed: string | null } | null>(null);
  useEffect(() => {
    if (asked === null) return;
    const stop = new AbortController();
    const ask = async () => {
      const [seen, failed] = await answerTo<T>(url, asked, stop.signal);
      if (!stop.signal.aborted) setAnswer((before) => ({ to: asked, seen: seen ?? before?.seen ?? null, failed }));
    };
    const clock = setTimeout(ask, wait);
    return () => {
      clearTimeout(clock);
      stop.abort();
    };
  }, [url, asked, wait]);
  if (asked === null) return { seen: null, current: true, failed: null };
  const current = answer?.to === asked;
  return { seen: answer?.seen ?? null, current, failed: current ? answer.failed : null };
}

async function answerTo<T>(url: string, body: string, signal: AbortSignal): Promise<[T | null, string | null]> {
  try {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url, { method: "POST", body, headers, signal });
    const told: unknown = await answer.json();
    return answer.ok ? [told as T, null] : [null, sentenceIn(told)];
  } catch {
    return [null, "The connection is away. What you have built is still here; the count follows when it is back."];
  }
}

const sentenceIn = (problem: unknown): string =>
  typeof problem === "object" && problem && "detail" in problem ? String(problem.detail) : "This could not be counted.";
