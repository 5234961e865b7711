import { closeDatabase } from "@/db/client";
import { database } from "@/lib/tenancy";
import { drain } from "@/lib/webhooks/process";
import { fillInbox } from "../support/bench-trade";
import { useKey } from "../support/organization";
import { readFileSync, writeFileSync } from "node:fs";
import { execFileSync, spawn } from "node:child_process";
useKey();
const file = process.env.PLACES!;
const state = JSON.parse(readFileSync(file, "utf8"));
const n = Number(process.env.N ?? 8000), rounds = Number(process.env.ROUNDS ?? 3), stores = Number(process.env.STORES ?? 1);
const { sql } = database();
const ctx = { orgId: state.orgId, actor: { kind: "webhook", name: "Test" } as const };
const pgCpu = () => { let t = 0; const out = execFileSync("bash", ["-c", "for p in $(pgrep -P $(head -1 /tmp/speed/pg/data/postmaster.pid)); do sed 's/(.*)/x/' /proc/$p/stat; done 2>/dev/null; true"]).toString().trim().split("\n"); for (const l of out) { const f = l.split(" "); if (f.length > 20) t += Number(f[13]) + Number(f[14]); } return t * 10; };
const places = stores === 1 ? state.places.slice(0, 1) : state.places;
for (let r = 0; r < rounds; r++) {
  for (const place of places) await fillInbox(place, n / places.length, state.round);
  state.round++;
  writeFileSync(file, JSON.stringify(state));
  if (!process.env.NOSTAT) await sql`select pg_stat_statements_reset()`;
  const perf = process.env.PERF ? spawn("perf", ["record", "-a", "-o", "/tmp/speed/perf.data", "-F", "999", "-g"], { stdio: "ignore" }) : null;
  if (perf) await new Promise((r) => setTimeout(r, 800));
  const c0 = process.cpuUsage(), p0 = pgCpu(), t0 = performance.now();
  await Promise.all(places.map(async (p: any) => { while ((await drain(ctx, { storeId: p.store.id })).more); }));
  const t = performance.now() - t0, c = process.cpuUsage(c0), p = pgCpu() - p0;
  if (perf) { perf.kill("SIGINT"); await new Promise((r) => perf.on("exit", r)); }
  const [left] = await sql`select count(*)::int as n from webhook_deliveries where state <> 'applied'`;
  console.log(`${stores} stores: ${Math.round(n / t * 1000)}/s  wall ${(t / n).toFixed(3)} ms  node ${((c.user + c.system) / 1000 / n).toFixed(3)} ms  pg ${(p / n).toFixed(3)} ms per delivery; left ${left!.n}`);
  if (process.env.FLOOR) { let left = n; const told = JSON.stringify({ topic: "order.created", order: "1234567", email: "somebody@example.com", total: "24.00", currency: "EUR" }); const t1 = performance.now(); await Promise.all(Array.from({ length: 8 }, async () => { while (left-- > 0) await sql`insert into bench_floor (told) values (${told}::text::jsonb)`; })); const f = performance.now() - t1; console.log(`floor ${Math.round(n / f * 1000)}/s ratio ${(f / t).toFixed(2)}`); }
}
if (!process.env.NOSTAT) {
const rows = await sql`select calls::int, round(total_exec_time)::int as ms, round(total_plan_time)::int as plan, plans::int, rows::int, wal_bytes::text as wal, toplevel, left(regexp_replace(query, '[[:space:]]+', ' ', 'g'), 150) as q from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()) order by total_exec_time + total_plan_time desc limit 45`;
let sum = 0;
for (const r of rows) { if (r.toplevel) sum += r.ms + r.plan; console.log(String(r.toplevel ? r.ms : `(${r.ms})`).padStart(7), `plan ${r.plan}/${r.plans}`.padStart(14), String(r.calls).padStart(7), String(r.rows).padStart(8), r.wal.padStart(10), r.q); }
console.log("sum", sum);
}
await closeDatabase();
