/** Answers that are dear at a great size, kept for a while in this process; cheap ones are asked anew each time. */

let dear = 100;
const share = 50;

type Kept = { answer: unknown; until: number };

const answers = new Map<string, Kept>();

/** From how many milliseconds on an answer is dear. A test that changes and asks at once keeps nothing: `Infinity`. */
export function dearFrom(milliseconds: number): void {
  dear = milliseconds;
}

/**
 * What `work` answers. When it took more than 100 ms, the answer serves everybody for fifty times as long, so that the
 * question never takes more than a fiftieth of a processor; `times` says otherwise, for what people change and look at
 * again. `key` names question, organization and input.
 */
export async function keptIfDear<T>(key: string, work: () => Promise<T>, times = share): Promise<T> {
  const kept = answers.get(key);
  if (kept && Date.now() < kept.until) return kept.answer as T;
  const begun = Date.now();
  const answer = await work();
  const took = Date.now() - begun;
  if (took > dear) answers.set(key, { answer, until: Date.now() + took * times });
  else answers.delete(key);
  return answer;
}
