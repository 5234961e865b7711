/** Salesforce's records and addresses: a test for each trap of the platform's facts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { approval, loginUrl } from "@/lib/connectors/salesforce/approval";
import { readPerson, salesforceId, time } from "@/lib/connectors/salesforce/people";

describe("an id", () => {
  it("of 15 signs is the same record as its 18, in whatever case its letters are", () => {
    expect(salesforceId("001A0000006Vm9r")).toBe("001A0000006Vm9rIAC");
    expect(salesforceId("001A0000006Vm9rIAC")).toBe("001A0000006Vm9rIAC");
    for (const none of [null, "", "001A0000006Vm9", "001A0000006Vm9r'--", "001A0000006Vm9rIAC1", 15]) {
      expect(salesforceId(none)).toBeUndefined();
    }
  });
});

const contact = (more: object = {}) => ({
  attributes: { type: "Contact", url: "/services/data/v67.0/sobjects/Contact/003000000000001AAA" },
  Id: "003000000000001AAA",
  FirstName: "Mira",
  LastName: "Holt",
  Email: "mira.holt@example.com",
  MobilePhone: "+49 170 1234567",
  Phone: "+49 761 1",
  Birthdate: "1991-04-26",
  HasOptedOutOfEmail: false,
  MailingStreet: "Lindenweg 4\r\n2nd floor",
  MailingCity: "Freiburg",
  MailingCountry: "Germany",
  IsDeleted: false,
  MasterRecordId: null,
  CreatedDate: "2026-05-01T10:22:33.000+0000",
  SystemModstamp: "2026-11-20T09:14:03.000+0000",
  ...more,
});

describe("a person", () => {
  it("is read with an offset without a colon, a street of two lines, and the mobile number first", () => {
    expect(readPerson(contact(), "Contact")).toMatchObject({
      kind: "customer",
      record: {
        externalId: "003000000000001AAA",
        updatedAt: new Date("2026-11-20T09:14:03Z"),
        createdAt: new Date("2026-05-01T10:22:33Z"),
        hasBought: false,
        person: {
          phone: "+49 170 1234567",
          birthday: "1991-04-26",
          address: { line1: "Lindenweg 4", line2: "2nd floor", city: "Freiburg" },
        },
      },
    });
    expect(time("2026-11-20T10:14:03.000+0100")).toEqual(new Date("2026-11-20T09:14:03Z"));
  });

  it("lives in a country where the org has codes of them; a word somebody wrote is none", () => {
    const place = (more: object) => readPerson(contact(more), "Contact");
    expect(place({ MailingCountryCode: "DE" })).toMatchObject({ record: { person: { address: { country: "DE" } } } });
    expect(place({})).not.toMatchObject({ record: { person: { address: { country: expect.anything() } } } });
  });

  it("who did not opt out said nothing by that; who did, did; a hidden box tells nothing", () => {
    const consents = (HasOptedOutOfEmail: unknown) => {
      const change = readPerson(contact({ HasOptedOutOfEmail }), "Contact");
      return change.kind === "customer" ? [change.record.consents, change.record.consentUntold ?? false] : null;
    };
    expect(consents(false)).toEqual([[], false]);
    expect(consents(true)).toMatchObject([[{ channel: "email", state: "unsubscribed" }], false]);
    expect(consents(undefined)).toEqual([[], true]);
    expect(consents(null)).toEqual([[], true]);
  });

  it("who was deleted is gone; who was merged into another or converted is gone into that one", () => {
    const gone = { kind: "customer-gone", externalId: "003000000000001AAA" };
    expect(readPerson(contact({ IsDeleted: true }), "Contact")).toEqual(gone);
    expect(readPerson(contact({ IsDeleted: true, MasterRecordId: "003000000000002AAA" }), "Contact")).toEqual({
      ...gone,
      into: "003000000000002AAA",
    });
    const lead = {
      Id: "00Q000000000001EAA",
      IsDeleted: false,
      IsConverted: true,
      ConvertedContactId: "003000000000001AAA",
    };
    const into = "003000000000001AAA";
    expect(readPerson(lead, "Lead")).toEqual({ kind: "customer-gone", externalId: "00Q000000000001EAA", into });
  });

  it("whatever comes in their place throws nothing", () => {
    const keys = fc.constantFrom("Id", "IsDeleted", "SystemModstamp", "Email", "MailingStreet", "HasOptedOutOfEmail");
    fc.assert(
      fc.property(
        fc.dictionary(keys, fc.anything()),
        fc.constantFrom("Contact" as const, "Lead" as const),
        (row, kind) => {
          expect(readPerson(row, kind).kind).toBeTypeOf("string");
        },
      ),
    );
  });
});

describe("where one logs in", () => {
  it("is the common page, that of sandboxes, or the org's own; nothing else", () => {
    expect(loginUrl(" login.salesforce.com ")).toBe("https://login.salesforce.com");
    expect(loginUrl("https://test.salesforce.com/")).toBe("https://test.salesforce.com");
    expect(loginUrl("north.my.salesforce.com")).toBe("https://north.my.salesforce.com");
    expect(loginUrl("https://North.lightning.force.com/lightning/page/home")).toBe("https://north.my.salesforce.com");
    expect(loginUrl("north--full.sandbox.my.salesforce.com")).toBe("https://north--full.sandbox.my.salesforce.com");
    for (const none of [
      "",
      "salesforce.com",
      "my.salesforce.com.evil.example",
      "evil.example/.my.salesforce.com",
      "127.0.0.1",
    ]) {
      expect(loginUrl(none)).toBeNull();
    }
  });

  it("gets the challenge of a verifier that stays here (RFC 7636, appendix B)", () => {
    const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const app = { id: "key", secret: "secret" };
    const returnUrl = "https://us.example/api/connect/salesforce";
    const page = new URL(approval.page({ url: "https://login.salesforce.com", app, state: "s", returnUrl, verifier }));
    expect(page.origin + page.pathname).toBe("https://login.salesforce.com/services/oauth2/authorize");
    expect(Object.fromEntries(page.searchParams)).toEqual({
      response_type: "code",
      client_id: "key",
      redirect_uri: returnUrl,
      scope: "api refresh_token",
      state: "s",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    });
    expect(page.search).not.toContain(verifier);
  });
});
