import type { Dictionary } from "./words";

export const it: Dictionary = {
  "Unsubscribe?": "Annullare l’iscrizione?",
  "{address} will get no more e-mail from {store}. It takes effect at once.":
    "{address} non riceverà più e-mail da {store}. Ha effetto subito.",
  "{address} will get no more text messages from {store}. It takes effect at once.":
    "{address} non riceverà più SMS da {store}. Ha effetto subito.",
  Unsubscribe: "Annulla l’iscrizione",
  "Unsubscribing…": "Annullamento…",
  "You are unsubscribed": "Iscrizione annullata",
  "{address} gets no more e-mail from {store}. Messages about an order of yours are not meant by this.":
    "{address} non riceve più e-mail da {store}. I messaggi sui tuoi ordini non sono compresi.",
  "{address} gets no more text messages from {store}. Messages about an order of yours are not meant by this.":
    "{address} non riceve più SMS da {store}. I messaggi sui tuoi ordini non sono compresi.",
  "Nothing is sent to you": "Non ti viene inviato nulla",
  "This address is not known here any more, so there is nothing to unsubscribe from.":
    "Questo indirizzo non è più conosciuto qui: non c’è nulla da annullare.",
  "Choose what you get": "Scegli che cosa ricevere",
  "Would you tell why? (optional)": "Vuoi dirci perché? (facoltativo)",
  "No reason": "Nessun motivo",
  "Too many messages": "Troppi messaggi",
  "Not interesting to me": "Non mi interessa",
  "I never signed up": "Non mi sono mai iscritto",
  "Something else": "Altro",
  "What you get": "Che cosa ricevi",
  "Choices of {address}": "Scelte di {address}",
  "Nothing is sent to this address any more.": "A questo indirizzo non viene più inviato nulla.",
  "Ways you hear from {store}": "Come ti scrive {store}",
  "E-mail": "E-mail",
  "Text messages": "SMS",
  Notifications: "Notifiche",
  "Lists you are on, or were": "Liste in cui sei, o eri",
  "Saving…": "Salvataggio…",
  "Save my choices": "Salva le mie scelte",
  "Unsubscribe from everything": "Annulla tutte le iscrizioni",
  "You are subscribed.": "Sei iscritto.",
  "Waits for you to press the link in our confirmation mail, or to tick it here.":
    "In attesa che tu apra il link nella nostra e-mail di conferma, o lo selezioni qui.",
  "You are unsubscribed. Subscribing again needs a link mailed to the address you use now.":
    "Iscrizione annullata. Per iscriverti di nuovo serve un link inviato all’indirizzo che usi ora.",
  "You are unsubscribed.": "Iscrizione annullata.",
  "You never subscribed.": "Non ti sei mai iscritto.",
  "Confirm your subscription": "Conferma la tua iscrizione",
  "{address} was given at “{title}”. If it was you, confirm that you agree:":
    "{address} è stato indicato in «{title}». Se eri tu, conferma il tuo consenso:",
  "Confirm my subscription": "Conferma la mia iscrizione",
  "Confirming…": "Conferma…",
  "If it was not you, close this page: nothing changes.": "Se non eri tu, chiudi questa pagina: non cambia nulla.",
  "You are subscribed": "Sei iscritto",
  "You are not subscribed any more": "Non sei più iscritto",
  "You confirmed by this link before; the subscription has ended since. Sign up once more to begin again.":
    "Hai già confermato con questo link; da allora l’iscrizione è terminata. Iscriviti di nuovo per ricominciare.",
  "This link is too old": "Questo link è troppo vecchio",
  "Links to confirm work for 7 days. Sign up once more to get a new one.":
    "I link di conferma valgono 7 giorni. Iscriviti di nuovo per riceverne uno.",
  "Sign up": "Iscriviti",
  "This form is closed. Nothing can be sent here any more.":
    "Questo modulo è chiuso. Qui non si può più inviare nulla.",
  "E-mail address": "Indirizzo e-mail",
  "Sending…": "Invio…",
  "First name": "Nome",
  "Last name": "Cognome",
  Phone: "Telefono",
  "Date of birth": "Data di nascita",
  "Thank you": "Grazie",
  "One more step": "Ancora un passo",
  "If we may write to the address you gave, a mail is on its way to it. Press the link in it to confirm: only then does this sign-up count. If it does not come within ten minutes, look among the unwanted mail, or sign up again.":
    "Se possiamo scrivere all’indirizzo indicato, un’e-mail è in arrivo. Apri il link che contiene per confermare: solo allora questa iscrizione vale. Se non arriva entro dieci minuti, guarda nella posta indesiderata o iscriviti di nuovo.",
  "If this address unsubscribed before, it is subscribed again only by the link in the mail that we send to it.":
    "Se questo indirizzo aveva annullato l’iscrizione, solo il link nell’e-mail che gli inviamo lo iscrive di nuovo.",
  "This link is not whole": "Questo link è incompleto",
  "Mail programs sometimes cut long links in two. Open the mail again and press the link there, or copy all of it. Nothing was changed.":
    "I programmi di posta a volte spezzano i link lunghi. Riapri l’e-mail e premi il link, o copialo per intero. Non è stato cambiato nulla.",
  "You are unsubscribed from everything.": "Tutte le iscrizioni sono annullate.",
  "Saved.": "Salvato.",
  "This is not an e-mail address.": "Questo non è un indirizzo e-mail.",
  "This address is too long.": "Questo indirizzo è troppo lungo.",
  "Tick the box to sign up.": "Seleziona la casella per iscriverti.",
  "This is not a phone number. Write it with its country code, as in +47 22 12 34 56.":
    "Questo non è un numero di telefono. Scrivilo con il prefisso del paese, per esempio +47 22 12 34 56.",
  "This is not a date of birth.": "Questa non è una data di nascita.",
  "Use at most {n} characters.": "Usa al massimo {n} caratteri.",
  "{n} fields need another look.": "{n} campi sono da rivedere.",
  "That was very quick. Read the form, and press the button again.":
    "È stato molto veloce. Leggi il modulo e premi di nuovo il pulsante.",
  "This page was open for too long. Load it again, and press the button once more.":
    "Questa pagina è rimasta aperta troppo a lungo. Ricaricala e premi di nuovo il pulsante.",
  "This form is closed. Nothing was sent.": "Questo modulo è chiuso. Non è stato inviato nulla.",
  "This link is older than 7 days. Sign up once more to get a new one.":
    "Questo link ha più di 7 giorni. Iscriviti di nuovo per riceverne uno.",
  "Too many tries. Try again in 1 minute.": "Troppi tentativi. Riprova tra 1 minuto.",
  "Too many tries. Try again in {n} minutes.": "Troppi tentativi. Riprova tra {n} minuti.",
  "Something went wrong on our side; nothing was changed. Error {id} is in the log: try again, or tell us this id.":
    "Qualcosa è andato storto da noi; non è stato cambiato nulla. L’errore {id} è registrato: riprova, o comunicaci questo numero.",
  "Confirm your subscription to {store}": "Conferma la tua iscrizione a {store}",
  "Hello,": "Ciao,",
  "Somebody, most likely you, gave this address at {store}: “{title}”.":
    "qualcuno, probabilmente tu, ha indicato questo indirizzo presso {store}: «{title}».",
  "Open the link and press the button to confirm. Only then does this sign-up count.":
    "Apri il link e premi il pulsante per confermare. Solo allora questa iscrizione vale.",
  "The link works once, for 7 days. If it was not you, ignore this mail: without it nothing happens.":
    "Il link funziona una volta, per 7 giorni. Se non eri tu, ignora questa e-mail: senza di essa non succede nulla.",
  "Or open this address: {url}": "Oppure apri questo indirizzo: {url}",
};
