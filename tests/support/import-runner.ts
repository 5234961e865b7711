/** Carries one import on in a process of its own, which may be killed: `import-runner <organization> <import>`. */
import { advanceImport } from "@/lib/imports/run";

const [orgId = 0, importId = 0] = process.argv.slice(2).map(Number);
const ctx = { orgId, actor: { kind: "job" as const, name: "Test" } };
for (let done = false; !done; ) {
  process.stdout.write("a chunk begins\n");
  done = (await advanceImport(ctx, { importId, seconds: 0 })).done;
}
process.stdout.write("done\n");
process.exit(0);
