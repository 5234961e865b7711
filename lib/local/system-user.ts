/** Postgres refuses to run as root: then it runs as a system user of its own, made when it is missing. */
import { execFileSync } from "node:child_process";
import { isRoot } from "./folder";
import { Plainly } from "./plainly";

const name = "clientele";

/** Whom Postgres runs as, or undefined when that is simply the present user. */
export function postgresUser(): { uid: number; gid: number } | undefined {
  if (!isRoot()) return undefined;
  const found = idsOf(name) ?? make();
  if (found) return found;
  throw new Plainly(
    `Postgres does not run as root, and the system user "${name}" could not be made. Make it: useradd -r ${name}`,
  );
}

function make() {
  try {
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name], {
      stdio: "ignore",
    });
  } catch {
    // Another start may have made it in this very moment; the look-up below tells.
  }
  return idsOf(name);
}

function idsOf(user: string): { uid: number; gid: number } | undefined {
  try {
    const ask = (flag: string) => Number(execFileSync("id", [flag, user], { stdio: ["ignore", "pipe", "ignore"] }));
    return { uid: ask("-u"), gid: ask("-g") };
  } catch {
    return undefined;
  }
}
