/** Ctrl-C, a closed terminal or a polite kill ends the house in order; so does a fault of the launcher itself. */
import { close, type House } from "./house";
import { say } from "./plainly";

export function closeOnSignal(house: House, exitCode = 0) {
  const leave = async (code: number) => {
    if (house.stopping) return;
    say("\nStopping …");
    await close(house);
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void leave(exitCode));
  process.on("uncaughtException", (error) => {
    console.error(error);
    void leave(1);
  });
  // A closed terminal must not turn every line we say into a fault.
  process.stdout.on("error", () => {});
}
