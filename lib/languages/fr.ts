import type { Dictionary } from "./words";

export const fr: Dictionary = {
  "Unsubscribe?": "Se désabonner ?",
  "{address} will get no more e-mail from {store}. It takes effect at once.":
    "{address} ne recevra plus d’e-mails de {store}. L’effet est immédiat.",
  "{address} will get no more text messages from {store}. It takes effect at once.":
    "{address} ne recevra plus de SMS de {store}. L’effet est immédiat.",
  Unsubscribe: "Se désabonner",
  "Unsubscribing…": "Désabonnement…",
  "You are unsubscribed": "Vous êtes désabonné",
  "{address} gets no more e-mail from {store}. Messages about an order of yours are not meant by this.":
    "{address} ne reçoit plus d’e-mails de {store}. Les messages concernant vos commandes ne sont pas concernés.",
  "{address} gets no more text messages from {store}. Messages about an order of yours are not meant by this.":
    "{address} ne reçoit plus de SMS de {store}. Les messages concernant vos commandes ne sont pas concernés.",
  "Nothing is sent to you": "Rien ne vous est envoyé",
  "This address is not known here any more, so there is nothing to unsubscribe from.":
    "Cette adresse n’est plus connue ici : il n’y a rien dont se désabonner.",
  "Choose what you get": "Choisir ce que vous recevez",
  "Would you tell why? (optional)": "Voulez-vous dire pourquoi ? (facultatif)",
  "No reason": "Sans raison",
  "Too many messages": "Trop de messages",
  "Not interesting to me": "Cela ne m’intéresse pas",
  "I never signed up": "Je ne me suis jamais inscrit",
  "Something else": "Autre chose",
  "What you get": "Ce que vous recevez",
  "Choices of {address}": "Choix de {address}",
  "Nothing is sent to this address any more.": "Plus rien n’est envoyé à cette adresse.",
  "Ways you hear from {store}": "Comment {store} vous écrit",
  "E-mail": "E-mail",
  "Text messages": "SMS",
  Notifications: "Notifications",
  "Lists you are on, or were": "Les listes où vous êtes, ou étiez",
  "Saving…": "Enregistrement…",
  "Save my choices": "Enregistrer mes choix",
  "Unsubscribe from everything": "Se désabonner de tout",
  "You are subscribed.": "Vous êtes abonné.",
  "Waits for you to press the link in our confirmation mail, or to tick it here.":
    "En attente : ouvrez le lien de notre e-mail de confirmation, ou cochez ici.",
  "You are unsubscribed. Subscribing again needs a link mailed to the address you use now.":
    "Vous êtes désabonné. Pour vous réabonner, il faut un lien envoyé à l’adresse que vous utilisez aujourd’hui.",
  "You are unsubscribed.": "Vous êtes désabonné.",
  "You never subscribed.": "Vous n’avez jamais été abonné.",
  "Confirm your subscription": "Confirmez votre inscription",
  "{address} was given at “{title}”. If it was you, confirm that you agree:":
    "{address} a été donnée sur « {title} ». Si c’était vous, confirmez votre accord :",
  "Confirm my subscription": "Confirmer mon inscription",
  "Confirming…": "Confirmation…",
  "If it was not you, close this page: nothing changes.": "Si ce n’était pas vous, fermez cette page : rien ne change.",
  "You are subscribed": "Vous êtes abonné",
  "You are not subscribed any more": "Vous n’êtes plus abonné",
  "You confirmed by this link before; the subscription has ended since. Sign up once more to begin again.":
    "Vous avez déjà confirmé par ce lien ; l’abonnement a pris fin depuis. Inscrivez-vous à nouveau pour recommencer.",
  "This link is too old": "Ce lien est trop ancien",
  "Links to confirm work for 7 days. Sign up once more to get a new one.":
    "Les liens de confirmation sont valables 7 jours. Inscrivez-vous à nouveau pour en recevoir un.",
  "Sign up": "S’inscrire",
  "This form is closed. Nothing can be sent here any more.": "Ce formulaire est fermé. On ne peut plus rien y envoyer.",
  "E-mail address": "Adresse e-mail",
  "Sending…": "Envoi…",
  "First name": "Prénom",
  "Last name": "Nom",
  Phone: "Téléphone",
  "Date of birth": "Date de naissance",
  "Thank you": "Merci",
  "One more step": "Encore une étape",
  "If we may write to the address you gave, a mail is on its way to it. Press the link in it to confirm: only then does this sign-up count. If it does not come within ten minutes, look among the unwanted mail, or sign up again.":
    "Si nous pouvons écrire à l’adresse indiquée, un e-mail est en route. Ouvrez le lien qu’il contient pour confirmer : cette inscription ne compte qu’à ce moment-là. S’il n’arrive pas dans les dix minutes, regardez dans les indésirables ou inscrivez-vous à nouveau.",
  "If this address unsubscribed before, it is subscribed again only by the link in the mail that we send to it.":
    "Si cette adresse s’est désabonnée auparavant, seul le lien de l’e-mail que nous lui envoyons la réabonne.",
  "This link is not whole": "Ce lien est incomplet",
  "Mail programs sometimes cut long links in two. Open the mail again and press the link there, or copy all of it. Nothing was changed.":
    "Les messageries coupent parfois les longs liens. Rouvrez l’e-mail et cliquez sur le lien, ou copiez-le en entier. Rien n’a été modifié.",
  "You are unsubscribed from everything.": "Vous êtes désabonné de tout.",
  "Saved.": "Enregistré.",
  "This is not an e-mail address.": "Ce n’est pas une adresse e-mail.",
  "This address is too long.": "Cette adresse est trop longue.",
  "Tick the box to sign up.": "Cochez la case pour vous inscrire.",
  "This is not a phone number. Write it with its country code, as in +47 22 12 34 56.":
    "Ce n’est pas un numéro de téléphone. Écrivez-le avec l’indicatif du pays, par exemple +47 22 12 34 56.",
  "This is not a date of birth.": "Ce n’est pas une date de naissance.",
  "Use at most {n} characters.": "{n} caractères au plus.",
  "{n} fields need another look.": "{n} champs sont à revoir.",
  "That was very quick. Read the form, and press the button again.":
    "C’était très rapide. Lisez le formulaire, puis appuyez de nouveau sur le bouton.",
  "This page was open for too long. Load it again, and press the button once more.":
    "Cette page est restée ouverte trop longtemps. Rechargez-la, puis appuyez de nouveau sur le bouton.",
  "This form is closed. Nothing was sent.": "Ce formulaire est fermé. Rien n’a été envoyé.",
  "This link is older than 7 days. Sign up once more to get a new one.":
    "Ce lien a plus de 7 jours. Inscrivez-vous à nouveau pour en recevoir un.",
  "Too many tries. Try again in 1 minute.": "Trop d’essais. Réessayez dans 1 minute.",
  "Too many tries. Try again in {n} minutes.": "Trop d’essais. Réessayez dans {n} minutes.",
  "Something went wrong on our side; nothing was changed. Error {id} is in the log: try again, or tell us this id.":
    "Une erreur s’est produite de notre côté ; rien n’a été modifié. L’erreur {id} est enregistrée : réessayez, ou indiquez-nous ce numéro.",
  "Confirm your subscription to {store}": "Confirmez votre inscription à {store}",
  "Hello,": "Bonjour,",
  "Somebody, most likely you, gave this address at {store}: “{title}”.":
    "Quelqu’un, probablement vous, a donné cette adresse chez {store} : « {title} ».",
  "Open the link and press the button to confirm. Only then does this sign-up count.":
    "Ouvrez le lien et appuyez sur le bouton pour confirmer. Cette inscription ne compte qu’à ce moment-là.",
  "The link works once, for 7 days. If it was not you, ignore this mail: without it nothing happens.":
    "Le lien fonctionne une fois, pendant 7 jours. Si ce n’était pas vous, ignorez cet e-mail : sans lui, il ne se passe rien.",
  "Or open this address: {url}": "Ou ouvrez cette adresse : {url}",
};
