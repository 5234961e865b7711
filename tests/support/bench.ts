/** The form of every benchmark: floor and work in turn, medians, a table to read, and one line of JSON at the end. */

/**
 * One work and its floor. Both give the same kind of figure: how many a second, or how many milliseconds or kilobytes.
 */
export type Trial = {
  work: string;
  n: number;
  unit: "a second" | "ms" | "kB";
  /** Of the ratio to the floor: at least this for a rate, at most this for a time or a size. */
  target: number;
  floorName: string;
  floor: () => Promise<number>;
  run: () => Promise<number>;
};

type Line = {
  bench: string;
  n: number;
  work: string;
  figure: number;
  floor: number;
  ratio: number;
  target: number;
  ok: boolean;
  rss_mb: number;
};

/** `--rounds 1` on the command line, for loads that take many minutes each; else 3, of which the median counts. */
function chosenRounds(): number {
  const at = process.argv.indexOf("--rounds");
  const rounds = at < 0 ? 3 : Number(process.argv[at + 1]);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds must be a whole number of at least 1.");
  return rounds;
}

/** `--n 5000` on the command line, else `usual`. */
export function chosenSize(usual: number): number {
  const at = process.argv.indexOf("--n");
  const n = at < 0 ? usual : Number(process.argv[at + 1]);
  if (!Number.isInteger(n) || n < 100) throw new Error("--n must be a whole number of at least 100.");
  return n;
}

/** Measures one trial after the other and gives the lines for `report`. */
export async function measure(bench: string, trial: Trial): Promise<Line> {
  const [floors, figures]: [number[], number[]] = [[], []];
  const rounds = chosenRounds();
  for (let round = 1; round <= rounds; round++) {
    floors.push(await trial.floor());
    figures.push(await trial.run());
    tell(
      `${trial.work}, round ${round}: ${shown(figures.at(-1)!)} ${trial.unit}; ${trial.floorName}: ${shown(floors.at(-1)!)}`,
    );
  }
  const [figure, floor] = [median(figures), median(floors)];
  const ratio = round2(figure / floor);
  const { work, n, target } = trial;
  const ok = trial.unit === "a second" ? ratio >= target : ratio <= target;
  return { bench, n, work, figure: round2(figure), floor: round2(floor), ratio, target, ok, rss_mb: largestMemory() };
}

export function report(lines: Line[]) {
  const head = ["work", "n", "figure", "floor", "ratio", "target", "", "memory"];
  const rows = lines.map((line) => [
    line.work,
    shown(line.n),
    shown(line.figure),
    shown(line.floor),
    `${line.ratio}x`,
    `${line.target}x`,
    line.ok ? "ok" : "missed",
    `${line.rss_mb} MB`,
  ]);
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]!.length)));
  tell("");
  for (const row of [head, ...rows])
    tell(
      row
        .map((cell, at) => pad(cell, widths[at]!, at))
        .join("  ")
        .trimEnd(),
    );
  tell("");
  tell(JSON.stringify(lines));
}

export const tell = (line: string) => void process.stdout.write(`${line}\n`);

/** Seconds that `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

const pad = (cell: string, width: number, at: number) => (at === 0 ? cell.padEnd(width) : cell.padStart(width));

const shown = (figure: number) => (figure >= 100 ? Math.round(figure) : round2(figure)).toLocaleString("en");

const round2 = (figure: number) => Math.round(figure * 100) / 100;

const median = (figures: number[]) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)]!;

const largestMemory = () => Math.round(process.resourceUsage().maxRSS / 1024);
