/** Secrets of this machine, made once and kept: losing the key would lose every store's credentials. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Folder, writeWhole } from "./folder";
import { Plainly } from "./plainly";

const Secrets = z.object({
  NEXTAUTH_SECRET: z.string().min(32),
  CLIENTELE_KEY: z.base64().length(44),
  POSTGRES_PASSWORD: z.string().min(16),
});

export type Secrets = z.infer<typeof Secrets>;

/** Reads the folder's secrets, or makes them (mode 600). A damaged file is never replaced: it may be restored. */
export function keptSecrets(folder: Folder): Secrets {
  const file = join(folder.path, "secrets.json");
  if (!existsSync(file)) writeWhole(file, `${JSON.stringify(newSecrets(), null, 2)}\n`);
  const read = Secrets.safeParse(parsed(readFileSync(file, "utf8")));
  if (read.success) return read.data;
  throw new Plainly(`${file} is damaged. Restore it from a backup: without its key the stores' secrets are lost.`);
}

function newSecrets(): Secrets {
  return {
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    CLIENTELE_KEY: randomBytes(32).toString("base64"),
    POSTGRES_PASSWORD: randomBytes(18).toString("hex"),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
