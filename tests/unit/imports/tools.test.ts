/** Exports of other tools, known by their headers and read as those tools mean them. */
import { expect, test } from "vitest";
import { Meaning, plan, recognise } from "@/lib/imports/meaning";

const mailchimp =
  "MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED";
const shopify =
  "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags";

/** The contact one row of an export becomes. */
function read(header: string, row: string[]) {
  const known = recognise(header.split(","))!;
  const meaning = Meaning.parse({
    kind: known.kind,
    reason: known.reason ?? undefined,
    columns: known.columns,
  });
  return { what: known.what, judged: plan(meaning)(row) };
}

test("Mailchimp's three files are told apart, and read", () => {
  const subscribed = read(`Email Address,First Name,Birthday,${mailchimp},LEID,EUID,NOTES,TAGS`, [
    ...[
      "a@b.de",
      "Mira",
      "04/12",
      "4",
      "",
      "",
      "2024-01-02 03:04:05",
      "1.2.3.4",
      "",
      "",
      "",
      "",
      "",
      "US",
      "CA",
      "2024-02-02 00:00:00",
    ],
    ...["1", "e1", "", '"VIP","Fair"'],
  ]);
  expect(subscribed.what).toBe("Mailchimp, subscribed contacts");
  expect(subscribed.judged).toMatchObject({
    row: {
      email: "a@b.de",
      firstName: "Mira",
      emailConsent: "subscribed",
      optInAt: "2024-01-02T03:04:05.000Z",
      country: null,
    },
  });
  expect(subscribed.judged).toMatchObject({
    row: { externalId: "e1", custom: { Birthday: "04/12" }, tags: ["VIP", "Fair"] },
  });
  const gone = read(
    `Email Address,${mailchimp},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER,LEID,EUID,NOTES,TAGS`,
    [
      ...["a@b.de", "2", "2020-01-01 00:00:00", "", "2020-01-01 00:00:00", "", "", "", "", "", "", "", "", ""],
      ...["2024-05-06 07:08:09", "May", "c1", "NORMAL", "", "1", "e1", "", ""],
    ],
  );
  expect(gone).toMatchObject({
    what: "Mailchimp, unsubscribed contacts",
    judged: { row: { emailConsent: "unsubscribed", optInAt: null, optOutAt: "2024-05-06T07:08:09.000Z" } },
  });
  const cleaned = read(
    `Email Address,${mailchimp},CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID,LEID,EUID,NOTES,TAGS`,
    ["a@b.de"],
  );
  expect(cleaned).toMatchObject({
    what: "Mailchimp, cleaned contacts",
    judged: { row: { suppressed: "bounce", emailConsent: "unsubscribed" } },
  });
});

test("Shopify's customers are read: ids and numbers with apostrophes, a no that refuses nothing, figures as fields", () => {
  const row = [
    "'7210448301122",
    "Ana",
    "Díaz",
    "ana@b.de",
    "yes",
    "Díaz SL",
    "Calle 1",
    "",
    "Elko",
    "NV",
    "US",
    "'08901",
    "",
    "'+16502530000",
    "no",
    "150.00",
    "3",
    "",
    "no",
    "vip, fair",
  ];
  const { what, judged } = read(shopify, row);
  expect(what).toBe("Shopify, customers");
  expect(judged).toMatchObject({
    row: {
      externalId: "7210448301122",
      postcode: "08901",
      phone: "+16502530000",
      emailConsent: "subscribed",
      smsConsent: null,
      country: "US",
    },
  });
  expect(judged).toMatchObject({
    row: {
      custom: { "Total spent": "150.00", Orders: "3", "Tax exempt": false },
      tags: ["vip", "fair"],
      line1: "Calle 1",
    },
  });
});

test("Klaviyo's profiles, WooCommerce's customers and Omnisend's contacts are read", () => {
  const klaviyo = read(
    "Email,Klaviyo ID,First Name,Phone Number,City,State / Region,Country,Zip Code,Email Marketing Consent,Email Marketing Consent Timestamp,Profile Created On,Historic Customer Lifetime Value",
    [
      ...[
        "a@b.de",
        "01H",
        "Ana",
        "+4917055501",
        "Berlin",
        "BE",
        "Germany",
        "10115",
        "NEVER_SUBSCRIBED",
        "",
        "2024-01-01 00:00:00",
        "12.5",
      ],
    ],
  );
  expect(klaviyo).toMatchObject({
    what: "Klaviyo, profiles",
    judged: {
      row: { externalId: "01H", emailConsent: null, country: "DE", region: "BE", custom: { "Total spent": "12.5" } },
    },
  });
  const woo = read(
    "Name,Username,Last active,Date registered,Email,Orders,Total spend,AOV,Country / Region,City,Region,Postal code",
    [
      ...[
        "Ana van der Díaz",
        "ana",
        "2024-01-01 10:00:00",
        "2023-01-01 10:00:00",
        "a@b.de",
        "2",
        "30",
        "15",
        "DE",
        "Berlin",
        "BE",
        "10115",
      ],
    ],
  );
  expect(woo).toMatchObject({
    what: "WooCommerce, customers",
    judged: {
      row: { firstName: "Ana", lastName: "van der Díaz", createdAt: "2023-01-01T10:00:00.000Z", emailConsent: null },
    },
  });
  const omnisend = read(
    "Email,Phone number,First name,Last name,Email subscription status,Email opt-in date,SMS subscription status,Tags,Segments",
    [...["a@b.de", "+4917055501", "Ana", "D", "nonSubscribed", "", "unsubscribed", "a,b", "x"]],
  );
  expect(omnisend).toMatchObject({
    what: "Omnisend, contacts",
    judged: { row: { emailConsent: null, smsConsent: "unsubscribed", tags: ["a", "b"] } },
  });
});

test("whoever Klaviyo suppressed is no subscriber here, whatever the consent beside it says", () => {
  const header = "Email,Klaviyo ID,Email Marketing Consent,Email Suppressions";
  const consentOf = (consent: string, suppressions: string) =>
    read(header, ["a@b.de", "01H", consent, suppressions]).judged;
  expect(consentOf("SUBSCRIBED", "")).toMatchObject({ row: { emailConsent: "subscribed" } });
  expect(consentOf("SUBSCRIBED", "[]")).toMatchObject({ row: { emailConsent: "subscribed" } });
  for (const said of ["HARD_BOUNCE", "['USER_SUPPRESSED']", '["INVALID_EMAIL", "SPAM_COMPLAINT"]'])
    expect(consentOf("SUBSCRIBED", said)).toMatchObject({ row: { emailConsent: "unsubscribed" } });
  expect(consentOf("SUBSCRIBED", "['SOMETHING_NEW']")).toEqual({ reject: { column: 3, reason: "consent" } });
});

test("Shopify's export with the addresses' short names keeps the addresses", () => {
  const header =
    "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,Province,Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags,Note,Tax Exempt";
  const row = "Ana,Díaz,ana@b.de,yes,Díaz SL,Calle 1,,Elko,Nevada,NV,United States,US,89801,,no,1,1,,,no".split(",");
  expect(read(header, row)).toMatchObject({
    what: "Shopify, customers",
    judged: { row: { company: "Díaz SL", line1: "Calle 1", city: "Elko", postcode: "89801", country: "US" } },
  });
});

test("dates and amounts that a spreadsheet wrote anew in a known export are read as they stand", () => {
  const header = ["Email", "Klaviyo ID", "Email Marketing Consent Timestamp", "Historic Customer Lifetime Value"];
  const rows = [["a@b.de", "01H", "3/25/2024 10:00", "12,50"]];
  const columns = recognise(header, rows)!.columns;
  expect(columns[2]).toEqual({ field: "optInAt", dates: "mdy" });
  expect(columns[3]).toMatchObject({ name: "Total spent", decimals: "," });
  expect(recognise(header, [["a@b.de", "01H", "3/4/2024", "1"]], "US")!.columns[2]).toMatchObject({ dates: "mdy" });
});

test("a header of none of them is not recognised", () => {
  expect(recognise(["Email", "First name"])).toBeNull();
});
