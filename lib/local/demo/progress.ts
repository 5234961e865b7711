import type { Progress } from "@/lib/sync/carry";

/** Shows a pass on the terminal: one line that changes, or in a log a line every ten seconds and at the end. */
export function showProgress(name: string, out: NodeJS.WriteStream = process.stdout): (progress: Progress) => void {
  let shown = 0;
  return (progress) => {
    const text = `  ${name}: ${sentence(progress)}`;
    const ended = progress.state !== "running";
    if (out.isTTY) return void out.write(`\r\x1b[K${text}${ended ? "\n" : ""}`);
    if (!ended && Date.now() - shown < 10_000) return;
    shown = Date.now();
    out.write(`${text}\n`);
  };
}

function sentence({ state, customersDone, customersTotal, ordersDone, ordersTotal, error, ...rest }: Progress): string {
  const going =
    rest.waitSeconds > 5 ? `; it asks for a pause or is out of reach, next try in ${rest.waitSeconds} s` : " …";
  const customers = `${of(customersDone, customersTotal)} customers`;
  const orders = ordersTotal === null ? "" : `, ${of(ordersDone, ordersTotal)} orders`;
  return `${customers}${orders}${state === "running" ? going : state === "done" ? ", done" : `, ${error ?? state}`}`;
}

const number = (value: number) => value.toLocaleString("en");
/** A record that changes while the list is read is read once more. */
const of = (done: number, total: number | null) =>
  total === null ? number(done) : `${number(Math.min(done, total))} of ${number(total)}`;
