/** Carries passes on, side by side, in a process of its own that may be killed: `pass-runner <organization> <pass> …`. */
import { advance } from "@/lib/sync/advance";

const words = process.argv.slice(2).map(Number);
const passes = Array.from({ length: words.length / 2 }, (_, n) => [words[2 * n]!, words[2 * n + 1]!] as const);
await Promise.all(
  passes.map(async ([orgId, syncId]) => {
    const ctx = { orgId, actor: { kind: "job" as const, name: "Test" } };
    for (let done = false; !done; ) {
      done = (await advance(ctx, { syncId, seconds: 0 })).done;
      process.stdout.write("a page was taken in\n");
    }
  }),
);
process.exit(0);
