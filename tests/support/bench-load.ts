/**
 * A crowd that knocks at a store's door from a process of its own. Arguments: address, secret, count, first id, and
 * "deliver" or "ping". Everything is made before the clock starts; the last line is `{"seconds", "refused"}`.
 */
import { Pool } from "undici";
import { customerBody, orderBody, signed } from "./bench-deliveries";

const [address = "", secret = "", count = "0", first = "0", what = "deliver"] = process.argv.slice(2);
const connections = 32;
const target = new URL(address);
const letters = Array.from({ length: Number(count) }, (_, at) => letter(Number(first) + at));
const pool = new Pool(target.origin, { connections });

const begun = performance.now();
let next = 0;
let refused = 0;
await Promise.all(Array.from({ length: connections }, knock));
const seconds = (performance.now() - begun) / 1000;
await pool.close();
process.stdout.write(`${JSON.stringify({ seconds, refused })}\n`);

async function knock() {
  for (let own = letters[next++]; own; own = letters[next++]) {
    const answer = await pool.request({ path: target.pathname, method: "POST", ...own });
    if (answer.statusCode !== 200) refused++;
    await answer.body.dump();
  }
}

function letter(id: number) {
  if (what === "ping") {
    return { headers: { "content-type": "application/x-www-form-urlencoded" }, body: Buffer.from(`webhook_id=${id}`) };
  }
  const email = `p${id}@example.com`;
  return id % 2 === 0
    ? signed(secret, "order.created", orderBody(id, 0, email))
    : signed(secret, "customer.created", customerBody(id, email));
}
