import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFolder } from "@/lib/local/folder";
import { keptSecrets } from "@/lib/local/secrets";
import { useDataFolder } from "@/tests/support/data-folder";

const folder = useDataFolder();

test("secrets are made once and kept", () => {
  const first = keptSecrets(folder());
  expect(keptSecrets(folder())).toEqual(first);
  expect(Buffer.from(first.CLIENTELE_KEY, "base64")).toHaveLength(32);
});

test("two clones have different secrets", () => {
  expect(keptSecrets(openFolder("other")).CLIENTELE_KEY).not.toBe(keptSecrets(folder()).CLIENTELE_KEY);
});

test("nobody but their owner can read the secrets", () => {
  keptSecrets(folder());
  expect(statSync(join(folder().path, "secrets.json")).mode & 0o777).toBe(0o600);
});

test("a damaged file of secrets is refused and left as it is, for it may be restored", () => {
  const damaged = openFolder("damaged");
  const file = join(damaged.path, "secrets.json");
  for (const text of ["", "{", "{}", '{"CLIENTELE_KEY":"short"}']) {
    writeFileSync(file, text);
    expect(() => keptSecrets(damaged)).toThrow("is damaged");
    expect(readFileSync(file, "utf8")).toBe(text);
  }
});
