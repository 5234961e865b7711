import type { Dictionary } from "./words";

export const pt: Dictionary = {
  "Unsubscribe?": "Cancelar a subscrição?",
  "{address} will get no more e-mail from {store}. It takes effect at once.":
    "{address} não receberá mais e-mails de {store}. Tem efeito imediato.",
  "{address} will get no more text messages from {store}. It takes effect at once.":
    "{address} não receberá mais SMS de {store}. Tem efeito imediato.",
  Unsubscribe: "Cancelar a subscrição",
  "Unsubscribing…": "A cancelar…",
  "You are unsubscribed": "Subscrição cancelada",
  "{address} gets no more e-mail from {store}. Messages about an order of yours are not meant by this.":
    "{address} já não recebe e-mails de {store}. As mensagens sobre encomendas suas não são abrangidas.",
  "{address} gets no more text messages from {store}. Messages about an order of yours are not meant by this.":
    "{address} já não recebe SMS de {store}. As mensagens sobre encomendas suas não são abrangidas.",
  "Nothing is sent to you": "Nada lhe é enviado",
  "This address is not known here any more, so there is nothing to unsubscribe from.":
    "Este endereço já não é conhecido aqui, por isso não há nada a cancelar.",
  "Choose what you get": "Escolher o que recebe",
  "Would you tell why? (optional)": "Quer dizer-nos porquê? (opcional)",
  "No reason": "Sem motivo",
  "Too many messages": "Demasiadas mensagens",
  "Not interesting to me": "Não me interessa",
  "I never signed up": "Nunca me inscrevi",
  "Something else": "Outro motivo",
  "What you get": "O que recebe",
  "Choices of {address}": "Escolhas de {address}",
  "Nothing is sent to this address any more.": "Já nada é enviado para este endereço.",
  "Ways you hear from {store}": "Como recebe notícias de {store}",
  "E-mail": "E-mail",
  "Text messages": "SMS",
  Notifications: "Notificações",
  "Lists you are on, or were": "Listas em que está, ou esteve",
  "Saving…": "A guardar…",
  "Save my choices": "Guardar as minhas escolhas",
  "Unsubscribe from everything": "Cancelar tudo",
  "You are subscribed.": "Está inscrito.",
  "Waits for you to press the link in our confirmation mail, or to tick it here.":
    "À espera de que abra a ligação no nosso e-mail de confirmação, ou a assinale aqui.",
  "You are unsubscribed. Subscribing again needs a link mailed to the address you use now.":
    "Subscrição cancelada. Para se inscrever de novo precisa de uma ligação enviada para o endereço que usa agora.",
  "You are unsubscribed.": "Subscrição cancelada.",
  "You never subscribed.": "Nunca se inscreveu.",
  "Confirm your subscription": "Confirme a sua subscrição",
  "{address} was given at “{title}”. If it was you, confirm that you agree:":
    "{address} foi indicado em “{title}”. Se foi você, confirme que concorda:",
  "Confirm my subscription": "Confirmar a minha subscrição",
  "Confirming…": "A confirmar…",
  "If it was not you, close this page: nothing changes.": "Se não foi você, feche esta página: nada muda.",
  "You are subscribed": "Está inscrito",
  "You are not subscribed any more": "Já não está inscrito",
  "You confirmed by this link before; the subscription has ended since. Sign up once more to begin again.":
    "Já confirmou com esta ligação; desde então a subscrição terminou. Inscreva-se outra vez para recomeçar.",
  "This link is too old": "Esta ligação é demasiado antiga",
  "Links to confirm work for 7 days. Sign up once more to get a new one.":
    "As ligações de confirmação valem 7 dias. Inscreva-se outra vez para receber uma nova.",
  "Sign up": "Inscrever-se",
  "This form is closed. Nothing can be sent here any more.":
    "Este formulário está fechado. Já nada pode ser enviado aqui.",
  "E-mail address": "Endereço de e-mail",
  "Sending…": "A enviar…",
  "First name": "Nome",
  "Last name": "Apelido",
  Phone: "Telefone",
  "Date of birth": "Data de nascimento",
  "Thank you": "Obrigado",
  "One more step": "Só mais um passo",
  "If we may write to the address you gave, a mail is on its way to it. Press the link in it to confirm: only then does this sign-up count. If it does not come within ten minutes, look among the unwanted mail, or sign up again.":
    "Se pudermos escrever para o endereço indicado, um e-mail está a caminho. Abra a ligação para confirmar: só então esta inscrição conta. Se não chegar dentro de dez minutos, procure no correio não solicitado ou inscreva-se outra vez.",
  "If this address unsubscribed before, it is subscribed again only by the link in the mail that we send to it.":
    "Se este endereço cancelou antes a subscrição, só a ligação no e-mail que lhe enviamos o inscreve de novo.",
  "This link is not whole": "Esta ligação está incompleta",
  "Mail programs sometimes cut long links in two. Open the mail again and press the link there, or copy all of it. Nothing was changed.":
    "Os programas de e-mail por vezes cortam ligações longas. Abra de novo o e-mail e carregue na ligação, ou copie-a por inteiro. Nada foi alterado.",
  "You are unsubscribed from everything.": "Cancelou todas as subscrições.",
  "Saved.": "Guardado.",
  "This is not an e-mail address.": "Isto não é um endereço de e-mail.",
  "This address is too long.": "Este endereço é demasiado longo.",
  "Tick the box to sign up.": "Assinale a caixa para se inscrever.",
  "This is not a phone number. Write it with its country code, as in +47 22 12 34 56.":
    "Isto não é um número de telefone. Escreva-o com o indicativo do país, como +47 22 12 34 56.",
  "This is not a date of birth.": "Isto não é uma data de nascimento.",
  "Use at most {n} characters.": "Use no máximo {n} caracteres.",
  "{n} fields need another look.": "{n} campos precisam de revisão.",
  "That was very quick. Read the form, and press the button again.":
    "Foi muito rápido. Leia o formulário e carregue outra vez no botão.",
  "This page was open for too long. Load it again, and press the button once more.":
    "Esta página esteve aberta demasiado tempo. Recarregue-a e carregue outra vez no botão.",
  "This form is closed. Nothing was sent.": "Este formulário está fechado. Nada foi enviado.",
  "This link is older than 7 days. Sign up once more to get a new one.":
    "Esta ligação tem mais de 7 dias. Inscreva-se outra vez para receber uma nova.",
  "Too many tries. Try again in 1 minute.": "Demasiadas tentativas. Tente de novo dentro de 1 minuto.",
  "Too many tries. Try again in {n} minutes.": "Demasiadas tentativas. Tente de novo dentro de {n} minutos.",
  "Something went wrong on our side; nothing was changed. Error {id} is in the log: try again, or tell us this id.":
    "Algo correu mal do nosso lado; nada foi alterado. O erro {id} está registado: tente de novo, ou indique-nos este número.",
  "Confirm your subscription to {store}": "Confirme a sua subscrição de {store}",
  "Hello,": "Olá,",
  "Somebody, most likely you, gave this address at {store}: “{title}”.":
    "Alguém, provavelmente você, indicou este endereço em {store}: “{title}”.",
  "Open the link and press the button to confirm. Only then does this sign-up count.":
    "Abra a ligação e carregue no botão para confirmar. Só então esta inscrição conta.",
  "The link works once, for 7 days. If it was not you, ignore this mail: without it nothing happens.":
    "A ligação funciona uma vez, durante 7 dias. Se não foi você, ignore este e-mail: sem ela nada acontece.",
  "Or open this address: {url}": "Ou abra este endereço: {url}",
};
