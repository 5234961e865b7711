import type { Dictionary } from "./words";

export const de: Dictionary = {
  "Unsubscribe?": "Abmelden?",
  "{address} will get no more e-mail from {store}. It takes effect at once.":
    "{address} bekommt dann keine E-Mails mehr von {store}. Das gilt sofort.",
  "{address} will get no more text messages from {store}. It takes effect at once.":
    "{address} bekommt dann keine SMS mehr von {store}. Das gilt sofort.",
  Unsubscribe: "Abmelden",
  "Unsubscribing…": "Wird abgemeldet…",
  "You are unsubscribed": "Sie sind abgemeldet",
  "{address} gets no more e-mail from {store}. Messages about an order of yours are not meant by this.":
    "{address} bekommt keine E-Mails mehr von {store}. Nachrichten zu einer Bestellung von Ihnen sind davon nicht betroffen.",
  "{address} gets no more text messages from {store}. Messages about an order of yours are not meant by this.":
    "{address} bekommt keine SMS mehr von {store}. Nachrichten zu einer Bestellung von Ihnen sind davon nicht betroffen.",
  "Nothing is sent to you": "Ihnen wird nichts geschickt",
  "This address is not known here any more, so there is nothing to unsubscribe from.":
    "Diese Adresse ist hier nicht mehr bekannt, es gibt also nichts abzumelden.",
  "Choose what you get": "Auswählen, was Sie bekommen",
  "Would you tell why? (optional)": "Verraten Sie uns den Grund? (freiwillig)",
  "No reason": "Kein Grund",
  "Too many messages": "Zu viele Nachrichten",
  "Not interesting to me": "Für mich nicht interessant",
  "I never signed up": "Ich habe mich nie angemeldet",
  "Something else": "Etwas anderes",
  "What you get": "Was Sie bekommen",
  "Choices of {address}": "Auswahl für {address}",
  "Nothing is sent to this address any more.": "An diese Adresse wird nichts mehr geschickt.",
  "Ways you hear from {store}": "So hören Sie von {store}",
  "E-mail": "E-Mail",
  "Text messages": "SMS",
  Notifications: "Mitteilungen",
  "Lists you are on, or were": "Listen, auf denen Sie stehen oder standen",
  "Saving…": "Wird gespeichert…",
  "Save my choices": "Auswahl speichern",
  "Unsubscribe from everything": "Von allem abmelden",
  "You are subscribed.": "Sie sind angemeldet.",
  "Waits for you to press the link in our confirmation mail, or to tick it here.":
    "Wartet darauf, dass Sie den Link in unserer Bestätigungsmail öffnen oder hier das Häkchen setzen.",
  "You are unsubscribed. Subscribing again needs a link mailed to the address you use now.":
    "Sie sind abgemeldet. Um sich wieder anzumelden, brauchen Sie einen Link, der an Ihre heutige Adresse geschickt wurde.",
  "You are unsubscribed.": "Sie sind abgemeldet.",
  "You never subscribed.": "Sie waren nie angemeldet.",
  "Confirm your subscription": "Anmeldung bestätigen",
  "{address} was given at “{title}”. If it was you, confirm that you agree:":
    "{address} wurde bei „{title}“ angegeben. Wenn Sie das waren, bestätigen Sie Ihr Einverständnis:",
  "Confirm my subscription": "Meine Anmeldung bestätigen",
  "Confirming…": "Wird bestätigt…",
  "If it was not you, close this page: nothing changes.":
    "Wenn Sie das nicht waren, schließen Sie diese Seite: Es ändert sich nichts.",
  "You are subscribed": "Sie sind angemeldet",
  "You are not subscribed any more": "Sie sind nicht mehr angemeldet",
  "You confirmed by this link before; the subscription has ended since. Sign up once more to begin again.":
    "Sie haben mit diesem Link schon bestätigt; die Anmeldung ist seitdem beendet. Melden Sie sich noch einmal an, um neu zu beginnen.",
  "This link is too old": "Dieser Link ist zu alt",
  "Links to confirm work for 7 days. Sign up once more to get a new one.":
    "Bestätigungslinks gelten 7 Tage. Melden Sie sich noch einmal an, um einen neuen zu bekommen.",
  "Sign up": "Anmelden",
  "This form is closed. Nothing can be sent here any more.":
    "Dieses Formular ist geschlossen. Hier kann nichts mehr gesendet werden.",
  "E-mail address": "E-Mail-Adresse",
  "Sending…": "Wird gesendet…",
  "First name": "Vorname",
  "Last name": "Nachname",
  Phone: "Telefon",
  "Date of birth": "Geburtsdatum",
  "Thank you": "Danke",
  "One more step": "Noch ein Schritt",
  "If we may write to the address you gave, a mail is on its way to it. Press the link in it to confirm: only then does this sign-up count. If it does not come within ten minutes, look among the unwanted mail, or sign up again.":
    "Wenn wir an die angegebene Adresse schreiben dürfen, ist eine Mail unterwegs. Öffnen Sie zur Bestätigung den Link darin: Erst dann gilt diese Anmeldung. Wenn sie nicht innerhalb von zehn Minuten kommt, sehen Sie im Spam-Ordner nach oder melden Sie sich noch einmal an.",
  "If this address unsubscribed before, it is subscribed again only by the link in the mail that we send to it.":
    "Wenn diese Adresse früher abgemeldet wurde, wird sie erst durch den Link in der Mail, die wir ihr schicken, wieder angemeldet.",
  "This link is not whole": "Dieser Link ist unvollständig",
  "Mail programs sometimes cut long links in two. Open the mail again and press the link there, or copy all of it. Nothing was changed.":
    "Mailprogramme zerschneiden lange Links manchmal. Öffnen Sie die Mail noch einmal und klicken Sie dort auf den Link, oder kopieren Sie ihn ganz. Es wurde nichts geändert.",
  "You are unsubscribed from everything.": "Sie sind von allem abgemeldet.",
  "Saved.": "Gespeichert.",
  "This is not an e-mail address.": "Das ist keine E-Mail-Adresse.",
  "This address is too long.": "Diese Adresse ist zu lang.",
  "Tick the box to sign up.": "Setzen Sie das Häkchen, um sich anzumelden.",
  "This is not a phone number. Write it with its country code, as in +47 22 12 34 56.":
    "Das ist keine Telefonnummer. Schreiben Sie sie mit Ländervorwahl, zum Beispiel +47 22 12 34 56.",
  "This is not a date of birth.": "Das ist kein Geburtsdatum.",
  "Use at most {n} characters.": "Höchstens {n} Zeichen.",
  "{n} fields need another look.": "{n} Felder müssen noch einmal angesehen werden.",
  "That was very quick. Read the form, and press the button again.":
    "Das ging sehr schnell. Lesen Sie das Formular und drücken Sie den Knopf noch einmal.",
  "This page was open for too long. Load it again, and press the button once more.":
    "Diese Seite war zu lange offen. Laden Sie sie neu und drücken Sie den Knopf noch einmal.",
  "This form is closed. Nothing was sent.": "Dieses Formular ist geschlossen. Es wurde nichts gesendet.",
  "This link is older than 7 days. Sign up once more to get a new one.":
    "Dieser Link ist älter als 7 Tage. Melden Sie sich noch einmal an, um einen neuen zu bekommen.",
  "Too many tries. Try again in 1 minute.": "Zu viele Versuche. Versuchen Sie es in 1 Minute wieder.",
  "Too many tries. Try again in {n} minutes.": "Zu viele Versuche. Versuchen Sie es in {n} Minuten wieder.",
  "Something went wrong on our side; nothing was changed. Error {id} is in the log: try again, or tell us this id.":
    "Bei uns ist etwas schiefgegangen; es wurde nichts geändert. Fehler {id} ist aufgezeichnet: Versuchen Sie es noch einmal oder nennen Sie uns diese Nummer.",
  "Confirm your subscription to {store}": "Bestätigen Sie Ihre Anmeldung bei {store}",
  "Hello,": "Guten Tag,",
  "Somebody, most likely you, gave this address at {store}: “{title}”.":
    "jemand, wahrscheinlich Sie selbst, hat diese Adresse bei {store} angegeben: „{title}“.",
  "Open the link and press the button to confirm. Only then does this sign-up count.":
    "Öffnen Sie den Link und drücken Sie zur Bestätigung den Knopf. Erst dann gilt diese Anmeldung.",
  "The link works once, for 7 days. If it was not you, ignore this mail: without it nothing happens.":
    "Der Link gilt einmal und 7 Tage lang. Wenn Sie das nicht waren, beachten Sie diese Mail nicht: Dann geschieht nichts.",
  "Or open this address: {url}": "Oder öffnen Sie diese Adresse: {url}",
};
