/** A data folder of its own for a test file of the launcher, removed afterwards. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Folder, openFolder } from "@/lib/local/folder";

/** Call once at the top of a test file; the function it gives opens the folder within a test. */
export function useDataFolder(): () => Folder {
  let base = "";
  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), "clientele-"));
    process.env.CLIENTELE_DATA = base;
  });
  afterAll(() => {
    delete process.env.CLIENTELE_DATA;
    rmSync(base, { recursive: true, force: true });
  });
  return () => openFolder("main");
}
