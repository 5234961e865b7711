import type { Dictionary } from "./words";

export const es: Dictionary = {
  "Unsubscribe?": "¿Darse de baja?",
  "{address} will get no more e-mail from {store}. It takes effect at once.":
    "{address} no recibirá más correos de {store}. Tiene efecto inmediato.",
  "{address} will get no more text messages from {store}. It takes effect at once.":
    "{address} no recibirá más SMS de {store}. Tiene efecto inmediato.",
  Unsubscribe: "Darse de baja",
  "Unsubscribing…": "Dando de baja…",
  "You are unsubscribed": "Se ha dado de baja",
  "{address} gets no more e-mail from {store}. Messages about an order of yours are not meant by this.":
    "{address} ya no recibe correos de {store}. Los mensajes sobre sus pedidos no se ven afectados.",
  "{address} gets no more text messages from {store}. Messages about an order of yours are not meant by this.":
    "{address} ya no recibe SMS de {store}. Los mensajes sobre sus pedidos no se ven afectados.",
  "Nothing is sent to you": "No se le envía nada",
  "This address is not known here any more, so there is nothing to unsubscribe from.":
    "Esta dirección ya no se conoce aquí, así que no hay nada de lo que darse de baja.",
  "Choose what you get": "Elegir lo que recibe",
  "Would you tell why? (optional)": "¿Quiere decirnos por qué? (opcional)",
  "No reason": "Sin motivo",
  "Too many messages": "Demasiados mensajes",
  "Not interesting to me": "No me interesa",
  "I never signed up": "Nunca me suscribí",
  "Something else": "Otro motivo",
  "What you get": "Lo que recibe",
  "Choices of {address}": "Preferencias de {address}",
  "Nothing is sent to this address any more.": "Ya no se envía nada a esta dirección.",
  "Ways you hear from {store}": "Cómo le escribe {store}",
  "E-mail": "Correo electrónico",
  "Text messages": "SMS",
  Notifications: "Notificaciones",
  "Lists you are on, or were": "Listas en las que está o estuvo",
  "Saving…": "Guardando…",
  "Save my choices": "Guardar mis preferencias",
  "Unsubscribe from everything": "Darse de baja de todo",
  "You are subscribed.": "Está suscrito.",
  "Waits for you to press the link in our confirmation mail, or to tick it here.":
    "A la espera de que abra el enlace de nuestro correo de confirmación o lo marque aquí.",
  "You are unsubscribed. Subscribing again needs a link mailed to the address you use now.":
    "Se ha dado de baja. Para volver a suscribirse hace falta un enlace enviado a la dirección que usa ahora.",
  "You are unsubscribed.": "Se ha dado de baja.",
  "You never subscribed.": "Nunca se suscribió.",
  "Confirm your subscription": "Confirme su suscripción",
  "{address} was given at “{title}”. If it was you, confirm that you agree:":
    "Se indicó {address} en «{title}». Si fue usted, confirme que está de acuerdo:",
  "Confirm my subscription": "Confirmar mi suscripción",
  "Confirming…": "Confirmando…",
  "If it was not you, close this page: nothing changes.": "Si no fue usted, cierre esta página: no cambia nada.",
  "You are subscribed": "Está suscrito",
  "You are not subscribed any more": "Ya no está suscrito",
  "You confirmed by this link before; the subscription has ended since. Sign up once more to begin again.":
    "Ya confirmó con este enlace; desde entonces la suscripción terminó. Suscríbase otra vez para empezar de nuevo.",
  "This link is too old": "Este enlace es demasiado antiguo",
  "Links to confirm work for 7 days. Sign up once more to get a new one.":
    "Los enlaces de confirmación valen 7 días. Suscríbase otra vez para recibir uno nuevo.",
  "Sign up": "Suscribirse",
  "This form is closed. Nothing can be sent here any more.":
    "Este formulario está cerrado. Ya no se puede enviar nada aquí.",
  "E-mail address": "Correo electrónico",
  "Sending…": "Enviando…",
  "First name": "Nombre",
  "Last name": "Apellidos",
  Phone: "Teléfono",
  "Date of birth": "Fecha de nacimiento",
  "Thank you": "Gracias",
  "One more step": "Un paso más",
  "If we may write to the address you gave, a mail is on its way to it. Press the link in it to confirm: only then does this sign-up count. If it does not come within ten minutes, look among the unwanted mail, or sign up again.":
    "Si podemos escribir a la dirección que indicó, un correo está en camino. Abra el enlace para confirmar: solo entonces cuenta esta suscripción. Si no llega en diez minutos, mire en el correo no deseado o suscríbase otra vez.",
  "If this address unsubscribed before, it is subscribed again only by the link in the mail that we send to it.":
    "Si esta dirección se dio de baja antes, solo el enlace del correo que le enviamos vuelve a suscribirla.",
  "This link is not whole": "Este enlace está incompleto",
  "Mail programs sometimes cut long links in two. Open the mail again and press the link there, or copy all of it. Nothing was changed.":
    "Los programas de correo a veces cortan los enlaces largos. Abra de nuevo el correo y pulse el enlace, o cópielo entero. No se ha cambiado nada.",
  "You are unsubscribed from everything.": "Se ha dado de baja de todo.",
  "Saved.": "Guardado.",
  "This is not an e-mail address.": "Esto no es una dirección de correo.",
  "This address is too long.": "Esta dirección es demasiado larga.",
  "Tick the box to sign up.": "Marque la casilla para suscribirse.",
  "This is not a phone number. Write it with its country code, as in +47 22 12 34 56.":
    "Esto no es un número de teléfono. Escríbalo con el prefijo del país, por ejemplo +47 22 12 34 56.",
  "This is not a date of birth.": "Esto no es una fecha de nacimiento.",
  "Use at most {n} characters.": "Use {n} caracteres como máximo.",
  "{n} fields need another look.": "Hay que revisar {n} campos.",
  "That was very quick. Read the form, and press the button again.":
    "Ha sido muy rápido. Lea el formulario y pulse otra vez el botón.",
  "This page was open for too long. Load it again, and press the button once more.":
    "Esta página ha estado abierta demasiado tiempo. Vuelva a cargarla y pulse otra vez el botón.",
  "This form is closed. Nothing was sent.": "Este formulario está cerrado. No se ha enviado nada.",
  "This link is older than 7 days. Sign up once more to get a new one.":
    "Este enlace tiene más de 7 días. Suscríbase otra vez para recibir uno nuevo.",
  "Too many tries. Try again in 1 minute.": "Demasiados intentos. Inténtelo de nuevo en 1 minuto.",
  "Too many tries. Try again in {n} minutes.": "Demasiados intentos. Inténtelo de nuevo en {n} minutos.",
  "Something went wrong on our side; nothing was changed. Error {id} is in the log: try again, or tell us this id.":
    "Algo ha fallado por nuestra parte; no se ha cambiado nada. El error {id} está registrado: inténtelo otra vez o díganos este número.",
  "Confirm your subscription to {store}": "Confirme su suscripción a {store}",
  "Hello,": "Hola:",
  "Somebody, most likely you, gave this address at {store}: “{title}”.":
    "Alguien, probablemente usted, indicó esta dirección en {store}: «{title}».",
  "Open the link and press the button to confirm. Only then does this sign-up count.":
    "Abra el enlace y pulse el botón para confirmar. Solo entonces cuenta esta suscripción.",
  "The link works once, for 7 days. If it was not you, ignore this mail: without it nothing happens.":
    "El enlace funciona una vez, durante 7 días. Si no fue usted, ignore este correo: sin él no ocurre nada.",
  "Or open this address: {url}": "O abra esta dirección: {url}",
};
