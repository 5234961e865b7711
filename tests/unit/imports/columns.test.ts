/** What columns are, by their headers in many languages and by their cells; exports of other tools by their headers. */
import { expect, test } from "vitest";
import {
  type Field,
  guessColumns,
  guessDates,
  type Meaning,
  Meaning as MeaningOf,
  plan,
  propose,
  recognise,
} from "@/lib/imports/meaning";

const fieldsOf = (header: string[], rows: string[][] = []) =>
  guessColumns(header, rows).map(({ column }) => column.field);

test.each<[string, string[], Field[]]>([
  [
    "English",
    ["Email Address", "FirstName", "last_name", "Mobile Phone", "Zip/Postal Code"],
    ["email", "firstName", "lastName", "phone", "postcode"],
  ],
  [
    "German",
    ["E-Mail", "Vorname", "Nachname", "Tel.", "Geb.", "Straße", "PLZ", "Ort", "Land"],
    ["email", "firstName", "lastName", "phone", "birthday", "line1", "postcode", "city", "country"],
  ],
  [
    "French",
    ["Courriel", "Prénom", "Nom", "Téléphone", "Date de naissance", "Code postal", "Ville", "Pays"],
    ["email", "firstName", "lastName", "phone", "birthday", "postcode", "city", "country"],
  ],
  [
    "Spanish",
    ["Correo electrónico", "Nombre", "Apellidos", "Teléfono móvil", "Ciudad", "País"],
    ["email", "firstName", "lastName", "phone", "city", "country"],
  ],
  [
    "Italian",
    ["Indirizzo e-mail", "Nome", "Cognome", "Cellulare", "Città", "Iscritto"],
    ["email", "firstName", "lastName", "phone", "city", "emailConsent"],
  ],
  [
    "Dutch",
    ["E-mailadres", "Voornaam", "Achternaam", "Telefoonnummer", "Woonplaats"],
    ["email", "firstName", "lastName", "phone", "city"],
  ],
  ["Portuguese", ["Endereço de e-mail", "Sobrenome", "Telemóvel", "Cidade"], ["email", "lastName", "phone", "city"]],
  [
    "Polish",
    ["Adres e-mail", "Imię", "Nazwisko", "Telefon", "Miasto", "Kod pocztowy"],
    ["email", "firstName", "lastName", "phone", "city", "postcode"],
  ],
  ["Swedish", ["E-postadress", "Förnamn", "Efternamn", "Postnummer"], ["email", "firstName", "lastName", "postcode"]],
  ["Danish", ["E-mail", "Fornavn", "Efternavn", "Fødselsdato"], ["email", "firstName", "lastName", "birthday"]],
  ["Norwegian", ["E-post", "Etternavn", "Poststed"], ["email", "lastName", "city"]],
  ["Finnish", ["Sähköposti", "Etunimi", "Sukunimi", "Puhelin"], ["email", "firstName", "lastName", "phone"]],
  ["Czech", ["E-mailová adresa", "Jméno", "Příjmení", "Město"], ["email", "firstName", "lastName", "city"]],
  [
    "Turkish",
    ["E-posta", "Adı", "Soyadı", "Cep Telefonu", "Doğum Tarihi"],
    ["email", "firstName", "lastName", "phone", "birthday"],
  ],
  [
    "Russian",
    ["Электронная почта", "Имя", "Фамилия", "Телефон", "День рождения"],
    ["email", "firstName", "lastName", "phone", "birthday"],
  ],
  ["Ukrainian", ["Електронна пошта", "Ім'я", "Прізвище", "Місто"], ["email", "firstName", "lastName", "city"]],
  ["Greek", ["Διεύθυνση email", "Όνομα", "Επώνυμο", "Κινητό"], ["email", "firstName", "lastName", "phone"]],
  [
    "Japanese",
    ["メールアドレス", "姓", "名", "電話番号", "生年月日"],
    ["email", "lastName", "firstName", "phone", "birthday"],
  ],
  ["Chinese", ["电子邮箱", "姓名", "手机号码", "生日", "國家"], ["email", "fullName", "phone", "birthday", "country"]],
])("headers in %s", (_language, header, fields) => {
  expect(fieldsOf(header)).toEqual(fields);
});

test("cells decide where the header says otherwise, or is missing", () => {
  const rows = Array.from({ length: 5 }, (_, at) => [
    String(at),
    `p${at}@b.de`,
    `+4917055501${at}${at}`,
    "Germany",
    "hello",
  ]);
  expect(fieldsOf(["Email", "Kontakt", "", "", ""], rows)).toEqual(["ignore", "email", "phone", "country", "ignore"]);
  expect(guessColumns(null, rows).map(({ column }) => column.field)).toEqual([
    "ignore",
    "email",
    "phone",
    "country",
    "ignore",
  ]);
});

test("a field is given to one column, the surest", () => {
  expect(fieldsOf(["Work email here", "Email", "Name", "First name"])).toEqual([
    "ignore",
    "email",
    "ignore",
    "firstName",
  ]);
});

test("what a column's words say about consent is guessed, and what we do not know is asked", () => {
  const [guess] = guessColumns(["Newsletter"], [["ja"], ["Nein"], ["ja"], ["vielleicht"]]);
  expect(guess!.column).toMatchObject({ field: "emailConsent", words: { ja: "subscribed", nein: "unsubscribed" } });
  expect(guess!.column.words).not.toHaveProperty("vielleicht");
  expect(guess!.told).toContain("vielleicht");
  expect(guess!.words[0]).toEqual({ word: "ja", count: 2 });
});

test.each([
  [["2024-03-01", "1988-12-31"], "iso", false],
  [["31.12.1988", "1.2.90"], "dmy", false],
  [["12/31/1988", "01/02/1990"], "mdy", false],
  [["31/12/1988", "01/02/1990"], "dmy", false],
  [["01/02/1990", "03/04/1991"], "dmy", true],
  [["01.02.1990", "03.04.1991"], "dmy", false],
  [["02/02/1990"], "dmy", false],
  [["19880412", "19901231"], "ymd", false],
  [["1988年4月12日"], "ymd", false],
  [["12. April 1988", "1 mars 2001", "3 января 1990"], "words", false],
  [["April 12, 1988", "Dec 1, 2001"], "words", false],
  [["1712000000", "1712000001"], "unix", false],
  [["2023-05-09 13:53:13 +0000"], "iso", false],
] as const)("the dates %j are read as %s, ambiguous: %s", (cells, format, told) => {
  const found = guessDates([...cells]);
  expect(found?.format).toBe(format);
  expect(found?.told !== null).toBe(told);
});

test("a country that writes the month first decides where the data does not", () => {
  expect(guessDates(["01/02/1990"], "US")).toMatchObject({ format: "mdy" });
});

test("what a column would be as each field is proposed", () => {
  const proposed = propose("Kd-Gruppe", ["VIP; Messe", "Messe"]);
  expect(proposed.tags.column).toEqual({ field: "tags", between: ";" });
  expect(proposed.custom.column).toEqual({ field: "custom", name: "Kd-Gruppe", type: "text" });
  expect(propose("Umsatz", ["1.234,50 €", "12,00"]).custom.column).toMatchObject({ type: "number", decimals: "," });
  expect(propose("PIN", ["0123", "4567"]).custom.column).toMatchObject({ type: "text" });
  expect(propose("Seit", ["31.12.2020"]).custom.column).toMatchObject({ type: "date", dates: "dmy" });
  expect(propose("VIP", ["ja", "nein"]).custom.column).toMatchObject({ type: "boolean" });
});

const mailchimp =
  "MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED";
const shopify =
  "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags";

/** The contact one row of an export becomes. */
function read(header: string, row: string[]) {
  const known = recognise(header.split(","))!;
  const meaning: Meaning = MeaningOf.parse({
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

test("a header of none of them is not recognised", () => {
  expect(recognise(["Email", "First name"])).toBeNull();
});
