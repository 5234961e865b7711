import { spawn } from "node:child_process"; import { once } from "node:events"; import { readFileSync } from "node:fs"; import { join } from "node:path";
import postgres from "postgres";
const n = Number(process.argv[2] ?? 1000); const rounds = Number(process.argv[3] ?? 2);
const name = process.env.PROF_DB ?? "profsync"; const base = "postgres://postgres@127.0.0.1:54377/";
process.env.CLIENTELE_KEY ??= Buffer.alloc(32, 7).toString("base64"); process.env.LOG_LEVEL = "warn"; process.env.DATABASE_URL = base + name;
const admin = postgres(`${base}postgres`, { max: 1, onnotice: () => {} });
await admin.unsafe(`drop database if exists ${name} with (force)`); await admin.unsafe(`create database ${name}`);
const { migrate } = await import("@/db/migrate"); await migrate(process.env.DATABASE_URL);
const { openApi, storeById } = await import("@/lib/connection/store"); const { keysOf } = await import("@/lib/local/demo-store/state");
const { root } = await import("@/lib/local/folder"); const { advance } = await import("@/lib/sync/advance"); const { insertSync } = await import("@/lib/sync/sync");
const { database, transact } = await import("@/lib/tenancy"); const { makeOrganization, makeStore, useKey } = await import("../support/organization");
useKey();
const env = { ...process.env, DEMO_STORE_PORT: "0", DEMO_STORE_CUSTOMERS: String(n), DEMO_STORE_SEED: "bench" };
const child = spawn(process.execPath, ["--import", "tsx", join(root, "lib/local/demo-store/main.ts")], { env, stdio: ["ignore", "pipe", "inherit"] });
let url: string | undefined; while (!url) { const [t] = await once(child.stdout!, "data"); url = /ready on (\S+)/.exec(String(t))?.[1]; }
const cpuOf = (pid: number) => { try { const f = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" "); return (Number(f[11]) + Number(f[12])) * 10; } catch { return 0; } };
const place = async () => { const ctx = await makeOrganization(); const store = await makeStore(ctx, { url, keys: keysOf("bench") }); return { ctx, storeId: store.id }; };
async function measured(what: string, work: () => Promise<unknown>) {
  const pids = async () => (await admin`select pid from pg_stat_activity where datname = ${name}`).map((r) => Number(r.pid));
  const before = new Map((await pids()).map((p) => [p, cpuOf(p)])); const s0 = cpuOf(child.pid!); const c0 = process.cpuUsage(); const t = performance.now();
  await work();
  const wall = performance.now() - t; const c = process.cpuUsage(c0); const node = (c.user + c.system) / 1000; const store = cpuOf(child.pid!) - s0;
  let pg = 0; for (const p of await pids()) pg += cpuOf(p) - (before.get(p) ?? 0);
  console.log(`${what}: wall ${wall.toFixed(0)} ms; node ${node.toFixed(0)}, store ${store}, pg ${pg}; sum ${(node + store + pg).toFixed(0)}; per record ${((node + store + pg) * 1000 / (5 * n)).toFixed(0)} us (pg ${(pg * 1000 / 5 / n).toFixed(0)}, node ${(node * 1000 / 5 / n).toFixed(0)})`);
}
for (let i = 0; i < rounds; i++) {
  const a = await place(); const api = openApi(await transact(a.ctx, (c) => storeById(c, a.storeId)));
  const all = async (page: (c: string | null) => Promise<{ next: string | null }>) => { let c: string | null = null; do c = (await page(c)).next; while (c !== null); };
  await measured("read", async () => { await all((c) => api.customers(c)); await all((c) => api.orders(c, null)); });
  const b = await place(); const syncId = await transact(b.ctx, (c) => insertSync(c, { storeId: b.storeId, kind: "first" }));
  await admin`select pg_stat_statements_reset()`;
  await measured("sync", async () => { while (!(await advance(b.ctx, { syncId, seconds: 15 })).done); });
  const [row] = await database().sql`select state, error, taken from syncs where id = ${syncId}`; if (row!.state !== "done") console.log(row);
}
if (process.argv.includes("-v")) { const top = await admin`select query, calls::int, total_exec_time as ms, total_plan_time as plan from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = ${name} order by total_exec_time + total_plan_time desc limit 28`;
  for (const r of top) console.log(`${(r.ms).toFixed(0).padStart(6)} ms exec ${(r.plan).toFixed(0).padStart(5)} plan ${String(r.calls).padStart(6)} calls ${r.query.replace(/\s+/g, " ").slice(0, 120)}`); }
child.kill(); await (await import("@/db/client")).closeDatabase(); await admin.end();
