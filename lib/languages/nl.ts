import type { Dictionary } from "./words";

export const nl: Dictionary = {
  "Unsubscribe?": "Afmelden?",
  "{address} will get no more e-mail from {store}. It takes effect at once.":
    "{address} krijgt geen e-mail meer van {store}. Dat geldt meteen.",
  "{address} will get no more text messages from {store}. It takes effect at once.":
    "{address} krijgt geen sms’jes meer van {store}. Dat geldt meteen.",
  Unsubscribe: "Afmelden",
  "Unsubscribing…": "Bezig met afmelden…",
  "You are unsubscribed": "Je bent afgemeld",
  "{address} gets no more e-mail from {store}. Messages about an order of yours are not meant by this.":
    "{address} krijgt geen e-mail meer van {store}. Berichten over een bestelling van jou vallen hier niet onder.",
  "{address} gets no more text messages from {store}. Messages about an order of yours are not meant by this.":
    "{address} krijgt geen sms’jes meer van {store}. Berichten over een bestelling van jou vallen hier niet onder.",
  "Nothing is sent to you": "Er wordt je niets gestuurd",
  "This address is not known here any more, so there is nothing to unsubscribe from.":
    "Dit adres is hier niet meer bekend, dus er valt niets af te melden.",
  "Choose what you get": "Kiezen wat je krijgt",
  "Would you tell why? (optional)": "Wil je zeggen waarom? (niet verplicht)",
  "No reason": "Geen reden",
  "Too many messages": "Te veel berichten",
  "Not interesting to me": "Niet interessant voor mij",
  "I never signed up": "Ik heb me nooit aangemeld",
  "Something else": "Iets anders",
  "What you get": "Wat je krijgt",
  "Choices of {address}": "Keuzes van {address}",
  "Nothing is sent to this address any more.": "Naar dit adres wordt niets meer gestuurd.",
  "Ways you hear from {store}": "Hoe je van {store} hoort",
  "E-mail": "E-mail",
  "Text messages": "Sms",
  Notifications: "Meldingen",
  "Lists you are on, or were": "Lijsten waar je op staat, of stond",
  "Saving…": "Bezig met opslaan…",
  "Save my choices": "Mijn keuzes opslaan",
  "Unsubscribe from everything": "Afmelden voor alles",
  "You are subscribed.": "Je bent aangemeld.",
  "Waits for you to press the link in our confirmation mail, or to tick it here.":
    "Wacht tot je de link in onze bevestigingsmail opent, of het hier aanvinkt.",
  "You are unsubscribed. Subscribing again needs a link mailed to the address you use now.":
    "Je bent afgemeld. Om je weer aan te melden heb je een link nodig die naar je huidige adres is gestuurd.",
  "You are unsubscribed.": "Je bent afgemeld.",
  "You never subscribed.": "Je hebt je nooit aangemeld.",
  "Confirm your subscription": "Bevestig je aanmelding",
  "{address} was given at “{title}”. If it was you, confirm that you agree:":
    "{address} is opgegeven bij ‘{title}’. Was jij dat, bevestig dan dat je akkoord gaat:",
  "Confirm my subscription": "Mijn aanmelding bevestigen",
  "Confirming…": "Bezig met bevestigen…",
  "If it was not you, close this page: nothing changes.":
    "Was jij het niet, sluit dan deze pagina: er verandert niets.",
  "You are subscribed": "Je bent aangemeld",
  "You are not subscribed any more": "Je bent niet meer aangemeld",
  "You confirmed by this link before; the subscription has ended since. Sign up once more to begin again.":
    "Je hebt met deze link al bevestigd; de aanmelding is sindsdien beëindigd. Meld je nog eens aan om opnieuw te beginnen.",
  "This link is too old": "Deze link is te oud",
  "Links to confirm work for 7 days. Sign up once more to get a new one.":
    "Bevestigingslinks werken 7 dagen. Meld je nog eens aan voor een nieuwe.",
  "Sign up": "Aanmelden",
  "This form is closed. Nothing can be sent here any more.":
    "Dit formulier is gesloten. Hier kan niets meer worden verstuurd.",
  "E-mail address": "E-mailadres",
  "Sending…": "Bezig met versturen…",
  "First name": "Voornaam",
  "Last name": "Achternaam",
  Phone: "Telefoon",
  "Date of birth": "Geboortedatum",
  "Thank you": "Bedankt",
  "One more step": "Nog één stap",
  "If we may write to the address you gave, a mail is on its way to it. Press the link in it to confirm: only then does this sign-up count. If it does not come within ten minutes, look among the unwanted mail, or sign up again.":
    "Als we naar het opgegeven adres mogen schrijven, is er een mail onderweg. Open de link erin om te bevestigen: pas dan telt deze aanmelding. Komt de mail niet binnen tien minuten, kijk dan bij de ongewenste mail of meld je nog eens aan.",
  "If this address unsubscribed before, it is subscribed again only by the link in the mail that we send to it.":
    "Is dit adres eerder afgemeld, dan wordt het pas weer aangemeld door de link in de mail die we ernaar sturen.",
  "This link is not whole": "Deze link is niet volledig",
  "Mail programs sometimes cut long links in two. Open the mail again and press the link there, or copy all of it. Nothing was changed.":
    "Mailprogramma’s breken lange links soms af. Open de mail nog eens en klik daar op de link, of kopieer hem helemaal. Er is niets veranderd.",
  "You are unsubscribed from everything.": "Je bent voor alles afgemeld.",
  "Saved.": "Opgeslagen.",
  "This is not an e-mail address.": "Dit is geen e-mailadres.",
  "This address is too long.": "Dit adres is te lang.",
  "Tick the box to sign up.": "Vink het vakje aan om je aan te melden.",
  "This is not a phone number. Write it with its country code, as in +47 22 12 34 56.":
    "Dit is geen telefoonnummer. Schrijf het met de landcode, zoals +47 22 12 34 56.",
  "This is not a date of birth.": "Dit is geen geboortedatum.",
  "Use at most {n} characters.": "Gebruik hoogstens {n} tekens.",
  "{n} fields need another look.": "Kijk nog eens naar {n} velden.",
  "That was very quick. Read the form, and press the button again.":
    "Dat ging erg snel. Lees het formulier en druk nog eens op de knop.",
  "This page was open for too long. Load it again, and press the button once more.":
    "Deze pagina stond te lang open. Laad haar opnieuw en druk nog eens op de knop.",
  "This form is closed. Nothing was sent.": "Dit formulier is gesloten. Er is niets verstuurd.",
  "This link is older than 7 days. Sign up once more to get a new one.":
    "Deze link is ouder dan 7 dagen. Meld je nog eens aan voor een nieuwe.",
  "Too many tries. Try again in 1 minute.": "Te veel pogingen. Probeer het over 1 minuut opnieuw.",
  "Too many tries. Try again in {n} minutes.": "Te veel pogingen. Probeer het over {n} minuten opnieuw.",
  "Something went wrong on our side; nothing was changed. Error {id} is in the log: try again, or tell us this id.":
    "Er ging bij ons iets mis; er is niets veranderd. Fout {id} is vastgelegd: probeer het opnieuw, of geef ons dit nummer door.",
  "Confirm your subscription to {store}": "Bevestig je aanmelding bij {store}",
  "Hello,": "Hallo,",
  "Somebody, most likely you, gave this address at {store}: “{title}”.":
    "Iemand, waarschijnlijk jij, heeft dit adres opgegeven bij {store}: ‘{title}’.",
  "Open the link and press the button to confirm. Only then does this sign-up count.":
    "Open de link en druk op de knop om te bevestigen. Pas dan telt deze aanmelding.",
  "The link works once, for 7 days. If it was not you, ignore this mail: without it nothing happens.":
    "De link werkt één keer, 7 dagen lang. Was jij het niet, doe dan niets met deze mail: dan gebeurt er niets.",
  "Or open this address: {url}": "Of open dit adres: {url}",
};
