import type { Dictionary } from "./words";

export const pl: Dictionary = {
  "Unsubscribe?": "Wypisać się?",
  "{address} will get no more e-mail from {store}. It takes effect at once.":
    "{address} nie będzie już otrzymywać e-maili od {store}. Działa to od razu.",
  "{address} will get no more text messages from {store}. It takes effect at once.":
    "{address} nie będzie już otrzymywać SMS-ów od {store}. Działa to od razu.",
  Unsubscribe: "Wypisz się",
  "Unsubscribing…": "Wypisywanie…",
  "You are unsubscribed": "Wypisano",
  "{address} gets no more e-mail from {store}. Messages about an order of yours are not meant by this.":
    "{address} nie otrzymuje już e-maili od {store}. Nie dotyczy to wiadomości o Twoich zamówieniach.",
  "{address} gets no more text messages from {store}. Messages about an order of yours are not meant by this.":
    "{address} nie otrzymuje już SMS-ów od {store}. Nie dotyczy to wiadomości o Twoich zamówieniach.",
  "Nothing is sent to you": "Nic nie jest do Ciebie wysyłane",
  "This address is not known here any more, so there is nothing to unsubscribe from.":
    "Tego adresu już tu nie znamy, więc nie ma z czego się wypisywać.",
  "Choose what you get": "Wybierz, co otrzymujesz",
  "Would you tell why? (optional)": "Powiesz nam dlaczego? (nieobowiązkowe)",
  "No reason": "Bez powodu",
  "Too many messages": "Za dużo wiadomości",
  "Not interesting to me": "Nie interesuje mnie to",
  "I never signed up": "Nigdy się nie zapisywałem(-am)",
  "Something else": "Coś innego",
  "What you get": "Co otrzymujesz",
  "Choices of {address}": "Ustawienia dla {address}",
  "Nothing is sent to this address any more.": "Na ten adres nic już nie jest wysyłane.",
  "Ways you hear from {store}": "Jak kontaktuje się z Tobą {store}",
  "E-mail": "E-mail",
  "Text messages": "SMS",
  Notifications: "Powiadomienia",
  "Lists you are on, or were": "Listy, na których jesteś lub byłeś(-aś)",
  "Saving…": "Zapisywanie…",
  "Save my choices": "Zapisz moje ustawienia",
  "Unsubscribe from everything": "Wypisz się ze wszystkiego",
  "You are subscribed.": "Subskrypcja jest aktywna.",
  "Waits for you to press the link in our confirmation mail, or to tick it here.":
    "Czeka, aż otworzysz link w naszym e-mailu z potwierdzeniem lub zaznaczysz to tutaj.",
  "You are unsubscribed. Subscribing again needs a link mailed to the address you use now.":
    "Wypisano. Aby zapisać się ponownie, potrzebny jest link wysłany na adres, którego teraz używasz.",
  "You are unsubscribed.": "Wypisano.",
  "You never subscribed.": "Subskrypcji nigdy nie było.",
  "Confirm your subscription": "Potwierdź subskrypcję",
  "{address} was given at “{title}”. If it was you, confirm that you agree:":
    "Adres {address} podano w formularzu „{title}”. Jeśli to Ty, potwierdź swoją zgodę:",
  "Confirm my subscription": "Potwierdzam subskrypcję",
  "Confirming…": "Potwierdzanie…",
  "If it was not you, close this page: nothing changes.": "Jeśli to nie Ty, zamknij tę stronę: nic się nie zmieni.",
  "You are subscribed": "Subskrypcja jest aktywna",
  "You are not subscribed any more": "Subskrypcja nie jest już aktywna",
  "You confirmed by this link before; the subscription has ended since. Sign up once more to begin again.":
    "Ten link został już użyty do potwierdzenia; subskrypcja od tego czasu się zakończyła. Zapisz się ponownie, aby zacząć od nowa.",
  "This link is too old": "Ten link jest za stary",
  "Links to confirm work for 7 days. Sign up once more to get a new one.":
    "Linki potwierdzające działają 7 dni. Zapisz się ponownie, aby otrzymać nowy.",
  "Sign up": "Zapisz się",
  "This form is closed. Nothing can be sent here any more.":
    "Ten formularz jest zamknięty. Nic już nie można tu wysłać.",
  "E-mail address": "Adres e-mail",
  "Sending…": "Wysyłanie…",
  "First name": "Imię",
  "Last name": "Nazwisko",
  Phone: "Telefon",
  "Date of birth": "Data urodzenia",
  "Thank you": "Dziękujemy",
  "One more step": "Jeszcze jeden krok",
  "If we may write to the address you gave, a mail is on its way to it. Press the link in it to confirm: only then does this sign-up count. If it does not come within ten minutes, look among the unwanted mail, or sign up again.":
    "Jeśli możemy pisać na podany adres, e-mail jest w drodze. Otwórz w nim link, aby potwierdzić: dopiero wtedy ten zapis się liczy. Jeśli nie przyjdzie w ciągu dziesięciu minut, sprawdź niechcianą pocztę lub zapisz się ponownie.",
  "If this address unsubscribed before, it is subscribed again only by the link in the mail that we send to it.":
    "Jeśli ten adres był wcześniej wypisany, ponownie zapisze go dopiero link w e-mailu, który na niego wysyłamy.",
  "This link is not whole": "Ten link jest niepełny",
  "Mail programs sometimes cut long links in two. Open the mail again and press the link there, or copy all of it. Nothing was changed.":
    "Programy pocztowe czasem dzielą długie linki. Otwórz e-mail ponownie i kliknij link albo skopiuj go w całości. Nic nie zostało zmienione.",
  "You are unsubscribed from everything.": "Wypisano ze wszystkiego.",
  "Saved.": "Zapisano.",
  "This is not an e-mail address.": "To nie jest adres e-mail.",
  "This address is too long.": "Ten adres jest za długi.",
  "Tick the box to sign up.": "Zaznacz pole, aby się zapisać.",
  "This is not a phone number. Write it with its country code, as in +47 22 12 34 56.":
    "To nie jest numer telefonu. Podaj go z kodem kraju, na przykład +47 22 12 34 56.",
  "This is not a date of birth.": "To nie jest data urodzenia.",
  "Use at most {n} characters.": "Najwięcej znaków: {n}.",
  "{n} fields need another look.": "Pola do poprawienia: {n}.",
  "That was very quick. Read the form, and press the button again.":
    "To było bardzo szybkie. Przeczytaj formularz i naciśnij przycisk jeszcze raz.",
  "This page was open for too long. Load it again, and press the button once more.":
    "Ta strona była otwarta zbyt długo. Wczytaj ją ponownie i naciśnij przycisk jeszcze raz.",
  "This form is closed. Nothing was sent.": "Ten formularz jest zamknięty. Nic nie zostało wysłane.",
  "This link is older than 7 days. Sign up once more to get a new one.":
    "Ten link ma ponad 7 dni. Zapisz się ponownie, aby otrzymać nowy.",
  "Too many tries. Try again in 1 minute.": "Za dużo prób. Spróbuj ponownie za 1 minutę.",
  "Too many tries. Try again in {n} minutes.": "Za dużo prób. Spróbuj ponownie za {n} min.",
  "Something went wrong on our side; nothing was changed. Error {id} is in the log: try again, or tell us this id.":
    "Coś poszło nie tak po naszej stronie; nic nie zostało zmienione. Błąd {id} jest zapisany: spróbuj ponownie lub podaj nam ten numer.",
  "Confirm your subscription to {store}": "Potwierdź subskrypcję {store}",
  "Hello,": "Dzień dobry,",
  "Somebody, most likely you, gave this address at {store}: “{title}”.":
    "Ktoś, prawdopodobnie Ty, podał ten adres w {store}: „{title}”.",
  "Open the link and press the button to confirm. Only then does this sign-up count.":
    "Otwórz link i naciśnij przycisk, aby potwierdzić. Dopiero wtedy ten zapis się liczy.",
  "The link works once, for 7 days. If it was not you, ignore this mail: without it nothing happens.":
    "Link działa raz, przez 7 dni. Jeśli to nie Ty, zignoruj ten e-mail: bez niego nic się nie stanie.",
  "Or open this address: {url}": "Albo otwórz ten adres: {url}",
};
