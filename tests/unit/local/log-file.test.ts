import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LogFile } from "@/lib/local/log-file";
import { useDataFolder } from "@/tests/support/data-folder";

const folder = useDataFolder();

test("a log begins anew at each start, and the last one stays beside it", () => {
  const path = join(folder().path, "logs/app.log");
  new LogFile(path).write("yesterday\n");
  const log = new LogFile(path);
  log.write("today\n");
  expect(log.tail(5)).toBe("today");
  expect(readFileSync(`${path}.1`, "utf8")).toBe("yesterday\n");
});

test("a chatty part cannot fill the disk", () => {
  const path = join(folder().path, "logs/chatty.log");
  const log = new LogFile(path);
  const megabyte = "x".repeat(1_000_000);
  for (let written = 0; written < 35; written++) log.write(megabyte);
  const kept = readFileSync(path).length + readFileSync(`${path}.1`).length;
  expect(kept).toBeLessThan(25_000_000);
});
