import { health } from "@/lib/health";
import { Plainly, say } from "../plainly";

export async function healthVerb() {
  const { ok, database, jobs, inbox } = await health();
  for (const [name, { note }] of Object.entries({ database, jobs, inbox })) say(`${name.padEnd(10)} ${note}`);
  if (!ok) throw new Plainly("Not everything does its work.");
}
