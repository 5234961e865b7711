import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isReserved, isSlug, slugs } from "@/lib/organizations/slug";

/** First parts of the app's own addresses: its folders, looking through groups, without the dynamic ones. */
function ownWords(folder: string): string[] {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry: Dirent) => entry.isDirectory());
  return folders.flatMap(({ name }) => {
    if (name.startsWith("(")) return ownWords(join(folder, name));
    return name.startsWith("[") ? [] : [name];
  });
}

test("no organization gets an address that the app itself uses", () => {
  const words = ownWords(fileURLToPath(new URL("../../app", import.meta.url)));
  expect(words).toContain("login");
  expect(words.filter((word) => !isReserved(word))).toEqual([]);
});

test("every candidate looks like an address, whatever the name", () => {
  for (const name of ["Ødegård & Søn", "---", "   ", "李", "a", "😀😀", "x".repeat(200), "Api", "A--B", "ﬁne ½"]) {
    const all = [...slugs(name)];
    expect(all.length).toBeGreaterThanOrEqual(5);
    for (const slug of all) expect([slug, isSlug(slug) && !isReserved(slug)]).toEqual([slug, true]);
  }
});

test("the first one reads as the name does: no letter is lost, no word cut", () => {
  const first = (name: string) => slugs(name).next().value;
  expect(first("Ødegård & Søn")).toBe("odegard-son");
  expect(first("Großmanns Łódź")).toBe("grossmanns-lodz");
  expect(first("The very long name of a shop that sells candles")).toBe("the-very-long-name-of-a-shop-that-sells");
  expect(first("x".repeat(200))).toBe("x".repeat(40));
});
