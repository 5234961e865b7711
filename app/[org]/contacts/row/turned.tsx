"use client";
/** A row's standing as it will be, from the moment somebody changed it until the server's answer is shown. */
import { createContext, use } from "react";
import { Status, type Tone } from "@/app/ui/status";

export type Standing = { tone: Tone; word: string };

/** By the contact's public id; empty while nothing is on its way. */
export const Standings = createContext<Record<string, Standing | undefined>>({});

export function Standing({ id, now }: { id: string; now: Standing }) {
  const { tone, word } = use(Standings)[id] ?? now;
  return <Status tone={tone}>{word}</Status>;
}
