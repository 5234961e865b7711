/**
 * Applies letters and carries passes on, all stores side by side, in a process that dies as by `kill -9` after so many
 * turns: `pass-runner <turns> <organization> <store> <pass> …`.
 */
import { advance } from "@/lib/sync/advance";
import { drain } from "@/lib/webhooks/process";

const [turns = 0, ...words] = process.argv.slice(2).map(Number);
const passes = Array.from(
  { length: words.length / 3 },
  (_, n) => words.slice(3 * n, 3 * n + 3) as [number, number, number],
);
let taken = 0;
const turn = () => ++taken >= turns && process.kill(process.pid, "SIGKILL");

await Promise.all(
  passes.map(async ([orgId, storeId, syncId]) => {
    const ctx = { orgId, actor: { kind: "job" as const, name: "Test" } };
    for (let done = false; !done; turn()) {
      const { settled } = await drain(ctx, { storeId });
      if (settled > 0) turn();
      done = (await advance(ctx, { syncId, seconds: 0 })).done;
    }
  }),
);
process.exit(0);
