import { languageOf, translated } from "@/lib/languages/languages";
import type { Action, Outcome } from "@/lib/web/action";

/** The action's answers in the language its form was shown in: the form sends it as `language`. */
export function inOwnLanguage(action: Action<undefined>): Action<undefined> {
  return async (previous, sent) => {
    const told = sent instanceof FormData ? sent.get("language") : sent.language;
    const language = languageOf(typeof told === "string" ? told : null, null);
    return said(await action(previous, sent), (message) => translated(language, message));
  };
}

function said(outcome: Outcome, say: (message: string) => string): Outcome {
  if (outcome.ok) return { ...outcome, message: outcome.message === undefined ? undefined : say(outcome.message) };
  const fields = Object.entries(outcome.fields).map(([name, message]) => [name, say(message)]);
  return { ...outcome, message: say(outcome.message), fields: Object.fromEntries(fields) };
}
