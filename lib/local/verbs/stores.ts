/** The operator's verbs about stores. Where no job engine runs, the work is done here and now. */
import { z } from "zod";
import { env } from "@/lib/env";
import { counted, plural } from "@/lib/format";
import { health } from "@/lib/health";
import { listEveryStore, replayable, replayDeliveries, type StoreLine, syncStore } from "@/lib/operations";
import { carryThrough } from "@/lib/sync/carry";
import { drain } from "@/lib/webhooks/process";
import type { Words } from "../clientele";
import { showProgress } from "../demo/progress";
import { Plainly, say } from "../plainly";
import { operator } from "./operator";

export async function storesVerb() {
  const lines = await listEveryStore();
  if (lines.length === 0) say("No store is connected yet.");
  for (const line of lines) say(inWords(line));
}

export async function syncVerb({ store = "" }: Words) {
  const { ctx, name, syncId } = await syncStore(operator(), { store });
  if (await engineRuns()) return say(`The sync of ${name} has begun. The store's page shows how far it is.`);
  const { state, error } = await carryThrough(ctx, { syncId }, showProgress(name));
  if (state !== "done") throw new Plainly(error ?? `The sync of ${name} was ${state}.`);
}

const State = z.enum(replayable, `Choose one of ${replayable.join(", ")}.`).default("failed");

export async function replayVerb({ store = "", state }: Words) {
  const input = z.object({ state: State }).parse({ state });
  const { ctx, name, storeId, count } = await replayDeliveries(operator(), { store, ...input });
  say(`${name}: ${count} ${input.state} ${counted(count, "delivery is", "deliveries are")} back in the inbox.`);
  if (count === 0 || (await engineRuns())) return;
  let settled = 0;
  for (let more = true; more; ) {
    const done = await drain(ctx, { storeId });
    settled += done.settled;
    more = done.more;
  }
  say(
    `${settled} ${counted(settled, "delivery was", "deliveries were")} applied anew; \`clientele stores\` tells how many failed again.`,
  );
}

async function engineRuns(): Promise<boolean> {
  const { INNGEST_DEV, INNGEST_EVENT_KEY } = env();
  return Boolean(INNGEST_EVENT_KEY) || (Boolean(INNGEST_DEV) && (await health()).jobs.ok);
}

function inWords(line: StoreLine): string {
  const figures = [
    line.state,
    plural(line.contacts, "contact"),
    `last sync: ${line.lastSync ?? "none"}`,
    `last delivery: ${line.lastDeliveryAt?.toISOString() ?? "none"}`,
    ...(line.waiting > 0 ? [`${line.waiting} ${counted(line.waiting, "delivery waits", "deliveries wait")}`] : []),
    ...(line.failed > 0 ? [`${line.failed} ${counted(line.failed, "delivery", "deliveries")} failed`] : []),
  ];
  const trouble = line.trouble ? `\n    ${line.trouble}` : "";
  return `${line.id}  ${line.organization}: ${line.name}  ${line.url}\n    ${figures.join(", ")}${trouble}`;
}
