import type { Reason } from "./types";

/** Why a row was rejected, as a merchant reads it. */
export const sentences: Record<Reason, string> = {
  quote: "A quotation mark is opened in this row and never closed.",
  letters: "This row holds letters that are not of the file's encoding.",
  wide: "This row has more than 500 cells.",
  long: "A cell of this row is longer than 100,000 characters.",
  empty: "All cells of this row that are imported are empty.",
  nobody: "There is no e-mail address, phone number or push id in this row.",
  email: "This is not an e-mail address.",
  phone: "This is not a phone number of the chosen country. Begin with + and the country, such as +49 170 555 0101.",
  birthday: "This is not a date in the past.",
  date: "This is not a date as the column has them.",
  number: "This is not a number.",
  boolean: "This is neither yes nor no.",
  consent: "What this word says about consent is not chosen.",
  country: "This is not a country.",
  language: "This is not a language.",
  text: "This text is too long for its field.",
  "two-emails": "There is more than one e-mail address in this cell.",
  "two-phones": "There is more than one phone number in this cell.",
};
