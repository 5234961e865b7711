import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dictionaries, type Language, languageOf, say, translated } from "@/lib/languages/languages";
import { sentences } from "@/lib/languages/words";
import { confirmationLetter } from "@/lib/mail/form-letters";
import { reasons } from "@/lib/preferences/choose";

const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test.each(Object.entries(dictionaries))("every sentence is said in %s, with the same places to fill in", (_, words) => {
  expect(Object.keys(words).sort()).toEqual([...sentences].sort());
  for (const sentence of sentences) {
    expect(words[sentence].trim()).not.toBe("");
    expect([sentence, ...places(words[sentence])]).toEqual([sentence, ...places(sentence)]);
  }
});

test("hardly a sentence is left in English", () => {
  for (const words of Object.values(dictionaries)) {
    const same = sentences.filter((sentence) => words[sentence] === sentence);
    expect(same.filter((sentence) => sentence.includes(" "))).toEqual([]);
    expect(same.length).toBeLessThan(3);
  }
});

test("no page for the public says a sentence that has no words", () => {
  const known = new Set<string>(sentences);
  for (const folder of ["app/(public)", "app/(framed)"]) {
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".tsx")) continue;
      const bare = readFileSync(join(folder, file), "utf8").match(/>\s*[A-Z][a-z]+ [^<>{}]*</g) ?? [];
      expect([file, ...bare.filter((text) => !known.has(text.slice(1, -1).trim()))]).toEqual([
        file,
        ...(file.endsWith("sign-up-form.tsx") ? bare.filter((text) => text.includes("Leave this empty")) : []),
      ]);
    }
  }
  for (const reason of reasons) expect(known).toContain(reason);
});

test("the person's language goes before the browser's, and the browser's dearest before the rest", () => {
  const cases: [string | null, string | null, Language][] = [
    ["de_AT", "fr", "de"],
    ["de", null, "de"],
    ["sv", "fr;q=0.5, it-CH;q=0.9", "it"],
    [null, "ja, pl-PL;q=0.8, en;q=0.7", "pl"],
    [null, "en-GB,en;q=0.9,de;q=0.8", "en"],
    [null, "de;q=0, nl", "nl"],
    ["", "*, ;q=x,,", "en"],
    [null, "toString, constructor;q=0.9", "en"],
    [null, null, "en"],
  ];
  for (const [known, accepted, language] of cases) expect(languageOf(known, accepted)).toBe(language);
});

test("a verb's message is told in the form's language, its figures kept; what is unknown stays as it is", () => {
  expect(translated("de", "Tick the box to sign up.")).toBe("Setzen Sie das Häkchen, um sich anzumelden.");
  expect(translated("fr", "Too many tries. Try again in 12 minutes.")).toBe(
    "Trop d’essais. Réessayez dans 12 minutes.",
  );
  expect(translated("pl", "Use at most 80 characters.")).toBe("Najwięcej znaków: 80.");
  expect(translated("es", "A sentence of tomorrow.")).toBe("A sentence of tomorrow.");
  expect(translated("en", "Saved.")).toBe("Saved.");
});

test("what is filled in is never read as a place itself", () => {
  expect(say("it", "Ways you hear from {store}", { store: "{store} $& {n}" })).toBe("Come ti scrive {store} $& {n}");
});

test("the letter that asks to confirm is in the form's language", () => {
  const { subject, text, html } = confirmationLetter({ store: "Kerzen", title: "Neues", token: "t", language: "de" });
  expect(subject).toBe("Bestätigen Sie Ihre Anmeldung bei Kerzen");
  expect(text).toContain("Guten Tag,");
  expect(html).toContain('<html lang="de">');
});
