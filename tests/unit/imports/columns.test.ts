/** What columns are, by their headers in many languages and by their cells. */
import { expect, test } from "vitest";
import { type Field, guessColumns, guessDates, propose } from "@/lib/imports/meaning";

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
  expect(guess!.words.map(({ word }) => word)).toContain("vielleicht");
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

test("what somebody spent elsewhere is kept as a field of one's own, in whatever language it is told", () => {
  const spent = { field: "custom", name: "Total spent", type: "number" };
  const of = (name: string, cell: string) => guessColumns([name], [[cell]])[0]!.column;
  expect(of("total spent", "12.50")).toEqual({ ...spent, decimals: "." });
  expect(of("Gesamtumsatz", "1.250,00 €")).toEqual({ ...spent, decimals: "," });
  expect(of("Lifetime value", "gold")).toEqual({ field: "ignore" });
});

test("the store's country decides between dates that could be two, and the sentence beside them says so", () => {
  expect(guessColumns(["Birthday"], [["03/04/1990"]], "US")[0]!.column.dates).toBe("mdy");
  const proposed = propose("Birthday", ["03/04/1990"], "US").birthday;
  expect(proposed).toMatchObject({ column: { dates: "mdy" }, told: expect.stringContaining("read the month first") });
});

test("a sign is no word about consent, and a no that elsewhere means never is a no", () => {
  const sign = propose("Newsletter", ["?"]).emailConsent;
  expect(sign.words).toEqual([{ word: "?", count: 1 }]);
  expect(sign.column.words).not.toHaveProperty("?");
  expect(propose("Newsletter", ["✗", "✓", "nie"]).emailConsent.column.words).toMatchObject({
    "✗": "unsubscribed",
    "✓": "subscribed",
    nie: "unsubscribed",
  });
});
