import { closeDatabase } from "@/db/client";
import { migrate } from "@/db/migrate";
import { database } from "@/lib/tenancy";
import { fillStore } from "../support/bench-trade";
import { makeOrganization, makeStore, useKey } from "../support/organization";
import { writeFileSync } from "node:fs";
useKey();
await migrate(process.env.DATABASE_URL!);
const ctx = await makeOrganization();
const places = [];
for (let i = 0; i < 4; i++) { const store = await makeStore(ctx); const people = i === 0 ? 200_000 : 50_000; await fillStore(ctx.orgId, store.id, people); places.push({ orgId: ctx.orgId, store, people }); }
await database().sql`create table bench_floor (id bigint generated always as identity primary key, told jsonb not null)`;
await database().sql`create extension if not exists pg_stat_statements`;
writeFileSync(process.env.PLACES!, JSON.stringify({ orgId: ctx.orgId, places, round: 0 }));
await closeDatabase();
