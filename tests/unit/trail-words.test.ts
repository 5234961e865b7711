/** The audit trail's lines in words. */
import { describe, expect, it } from "vitest";
import { changeOf, doneWords, subjectWords } from "@/app/[org]/settings/trail/words";

const id = "01a20522-5c3a-71e0-b0c9-c468060f5636";

describe("a line of the trail", () => {
  it("says what was done as a sentence begins, and bulk actions by their own words", () => {
    expect(doneWords("store.kinds-chosen")).toBe("Store kinds chosen");
    expect(doneWords("api-key.rotated")).toBe("API key rotated");
    expect(doneWords("contacts.bulk-tag")).toBe("Tagged");
    expect(doneWords("contacts.bulk-undone")).toBe("Bulk action undone");
  });

  it("names what the verb speaks of, and says its kind where the verb does not", () => {
    expect(subjectWords("tag.created", "tag Needs care")).toBe("Needs care");
    expect(subjectWords("api-key.created", "API key Till")).toBe("Till");
    expect(subjectWords("invitation.revoked", "address a@example.com")).toBe("address a@example.com");
    expect(subjectWords("contact.deleted", `contact ${id}`)).toBe("contact");
    expect(subjectWords("organization.retention-changed", "organization")).toBe("organization");
  });

  it("shows what differs between before and after, whatever form the two have", () => {
    expect(changeOf({ before: { role: "editor" }, after: { role: "admin" } })).toBe("role: editor → admin");
    expect(changeOf({ before: { name: "A", description: "" }, after: { name: "B", description: "" } })).toBe(
      "name: A → B",
    );
    expect(changeOf({ before: [], after: ["subscriber", "buyer"] })).toBe("subscriber, buyer");
    expect(changeOf({ before: ["buyer"], after: ["buyer", "contact"] })).toBe("buyer → buyer, contact");
    expect(changeOf({ before: "clt_ab", after: "clt_cd", hours: 24 })).toBe("clt_ab → clt_cd · hours: 24");
    expect(changeOf({ before: { doubleOptIn: false }, after: { doubleOptIn: true } })).toBe("double opt in: no → yes");
  });

  it("tells the rest as names and values, without ids, trees and what is empty", () => {
    expect(changeOf({ note: "Asked, by letter", added: 12000 })).toBe("note: Asked, by letter · added: 12,000");
    expect(changeOf({ bulk: id, names: ["VIP", "eBay"] })).toBe("VIP, eBay");
    expect(changeOf({ fields: ["lastName", "city"] })).toBe("fields: last name, city");
    expect(changeOf({ definition: { all: [] }, segment: id, store: null, names: [] })).toBe("");
  });
});
