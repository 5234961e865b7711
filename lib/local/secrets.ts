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
  /** Comma-separated: while a rotation is under way, and as long as an erased person is known by one of them only. */
  CLIENTELE_OLD_KEYS: z.string().optional(),
  /** A rotation began and did not end. */
  rotating: z.literal(true).optional(),
  POSTGRES_PASSWORD: z.string().min(16),
});

export type Secrets = z.infer<typeof Secrets>;

/** Reads the folder's secrets, or makes them (mode 600). A damaged file is never replaced: it may be restored. */
export function keptSecrets(folder: Folder): Secrets {
  const file = fileOf(folder);
  if (!existsSync(file)) write(folder, newSecrets());
  const read = Secrets.safeParse(parsed(readFileSync(file, "utf8")));
  if (read.success) return read.data;
  throw new Plainly(`${file} is damaged. Restore it from a backup: without its key the stores' secrets are lost.`);
}

/** Puts a new key first and keeps the present one as old. A rotation that was cut off goes on with its key. */
export function turnKey(folder: Folder): Secrets {
  const secrets = keptSecrets(folder);
  if (secrets.rotating) return secrets;
  const old = [secrets.CLIENTELE_KEY, secrets.CLIENTELE_OLD_KEYS].filter(Boolean).join(",");
  const turned: Secrets = { ...secrets, CLIENTELE_KEY: newKey(), CLIENTELE_OLD_KEYS: old, rotating: true };
  write(folder, turned);
  return turned;
}

/** Ends a rotation. The old keys go when nothing is sealed with them and nobody known by them any more. */
export function settleKey(folder: Folder, oldKeys: "forget" | "keep") {
  const { CLIENTELE_OLD_KEYS, rotating: _, ...secrets } = keptSecrets(folder);
  write(folder, oldKeys === "keep" ? { ...secrets, CLIENTELE_OLD_KEYS } : secrets);
}

const write = (folder: Folder, secrets: Secrets) => writeWhole(fileOf(folder), `${JSON.stringify(secrets, null, 2)}\n`);
const fileOf = (folder: Folder) => join(folder.path, "secrets.json");
const newKey = () => randomBytes(32).toString("base64");

function newSecrets(): Secrets {
  return {
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    CLIENTELE_KEY: newKey(),
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
