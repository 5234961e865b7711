/**
 * A process of its own that refreshes or looks at changed contacts, to be killed at it: organization, run or 0, moment.
 */
import { keepUp } from "@/lib/segments/changed";
import { runRefresh } from "@/lib/segments/refresh";
import { database } from "@/lib/tenancy";

const [orgId, runId, now = ""] = process.argv.slice(2);
const ctx = { orgId: Number(orgId), actor: { kind: "job" as const, name: "Segments" } };

await database().sql`select 1`;
process.stdout.write("begun\n");
if (runId === "0") await keepUp(ctx, { seconds: 60, now: new Date(now) });
else await runRefresh(ctx, { runId: Number(runId), now: new Date(now) });
process.exit(0);
