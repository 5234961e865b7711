/** What the functions beyond the recording share: their events, and the journal that tests read. */
import { appendFileSync } from "node:fs";
import { eventType, staticSchema } from "inngest";

/** What the events of these functions carry, each only some of it. */
type Data = {
  n?: number;
  steps?: number;
  pause?: number;
  key?: string;
  id?: number;
  text?: string;
  /** A file: what waits for it goes on once it is there. */
  until?: string;
};
export const on = <Name extends string>(name: Name) =>
  eventType(`more/${name}` as const, { schema: staticSchema<Data>() });
export const pause = (length: number) => new Promise((resolve) => setTimeout(resolve, length));

/** One line per time a step really runs, written before and after its work. */
export function note(line: string): void {
  if (process.env.JOURNAL) appendFileSync(process.env.JOURNAL, `${line}\n`);
}
