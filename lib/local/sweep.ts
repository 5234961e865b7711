/** Removes what test runs that were killed left behind: their processes, their databases, their folders. */
import { readdirSync } from "node:fs";
import { endOrphans, runningIn } from "./claim";
import { type Folder, openFolder, removeFolder } from "./folder";
import { lives } from "./process-mark";

/** Looks at the folders beside `main` whose names begin with `prefix`. Living runs are left alone. */
export async function sweep(main: Folder, prefix: string) {
  for (const name of readdirSync(main.path).filter((one) => one.startsWith(prefix))) {
    const folder = openFolder(name);
    const running = runningIn(folder);
    if (running && lives(running.launcher)) continue;
    if (running) await endOrphans(running);
    removeFolder(folder);
  }
}
