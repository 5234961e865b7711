/**
 * What a page for a merchant's customers is said in: the person's language where the store knows it, else the
 * browser's.
 */
import { headers } from "next/headers";
import { createElement, Fragment, type ReactNode } from "react";
import { type Language, languageOf, pattern, type Sentence, say, type Values } from "@/lib/languages/languages";

export type Speaker = {
  language: Language;
  say: (sentence: Sentence, values?: Values) => string;
  /** The same with marked up values. */
  tell: (sentence: Sentence, values: Record<string, ReactNode>) => ReactNode;
};

export async function speakerFor(known: string | null = null): Promise<Speaker> {
  const language = languageOf(known, (await headers()).get("accept-language"));
  return {
    language,
    say: (sentence, values) => say(language, sentence, values),
    tell: (sentence, values) => {
      const parts = pattern(language, sentence).split(/\{(\w+)\}/);
      return createElement(Fragment, null, ...parts.map((part, at) => (at % 2 ? values[part] : part)));
    },
  };
}

/** Tells programs that read aloud which language it is. */
export function Spoken({ language, children }: { language: Language; children: ReactNode }) {
  return (
    <div lang={language} className="contents">
      {children}
    </div>
  );
}
