/** What an address looks like: a slip in its domain, a role instead of a person, a domain to throw away. */
import mailchecker from "mailchecker";

/** Slips are only shown: the domain that was meant, probably; null where there is none. */
export type Mailbox = { domain: string | null; disposable: boolean };

/** Mailboxes that no one person reads, as large senders list them (RFC 2142 and what shops have). */
const roles = new Set(
  `abuse admin administrator billing careers compliance contact customerservice enquiries enquiry ftp hello help helpdesk hostmaster hr info information inquiries
  inquiry jobs mail mailerdaemon mailer-daemon marketing news newsletter no-reply noc noreply office order orders postmaster press privacy purchasing reception
  recruiting registrar root sales security service shop spam ssl-admin staff store subscribe support sysadmin team tech undisclosed-recipients unsubscribe usenet
  uucp webmaster www kontakt bestellung buchhaltung einkauf verkauf vertrieb rechnung compras ventas contacto pedidos comercial contabilidad contabilita
  amministrazione ordini vendite ordine facturation comptabilite commande vente klantenservice verkoop inkoop bestelling biuro sklep zamowienia`.split(
    /\s+/,
  ),
);

/** Whether nobody in particular reads it; +tags aside. */
export function isRole(email: string): boolean {
  const plus = email.indexOf("+");
  return roles.has(email.slice(0, plus > 0 ? plus : email.indexOf("@")));
}

/** Where most people's mailboxes are; a domain one slip away that is none of `others` was probably meant to be this. */
const common =
  `gmail.com googlemail.com yahoo.com hotmail.com outlook.com icloud.com live.com aol.com msn.com comcast.net verizon.net protonmail.com proton.me
  yahoo.co.uk hotmail.co.uk btinternet.com web.de gmx.de gmx.net gmx.at t-online.de freenet.de yahoo.de hotmail.de outlook.de orange.fr wanadoo.fr free.fr laposte.net yahoo.fr
  hotmail.fr sfr.fr libero.it hotmail.it yahoo.it virgilio.it tiscali.it hotmail.es yahoo.es ziggo.nl kpnmail.nl hotmail.nl telenet.be skynet.be bluewin.ch wp.pl onet.pl interia.pl
  seznam.cz mail.ru yandex.ru rambler.ru ukr.net bol.com.br uol.com.br terra.com.br yahoo.com.br hotmail.com.br yahoo.co.jp docomo.ne.jp qq.com naver.com rediffmail.com bigpond.com`.split(
    /\s+/,
  );

const others = new Set(
  `mail.com email.com ymail.com gmx.com gmx.ch live.de live.fr live.nl live.it live.ca live.se live.dk live.no live.be live.cn live.co.uk me.com mac.com web.com wow.com mail.de email.de email.it fmail.com
  hmail.com jmail.com zmail.com qmail.com rmail.com vmail.com xmail.com gmail.de gmail.co.uk aim.com ao.com ask.com msn.de free.de tree.fr fre.fr orange.net range.fr wp.com op.pl o2.pl onet.eu one.pl ya.ru
  mail.ua mail.be mail.dk mail.ee mail.bg mail.nl mail.gr bk.ru list.ru inbox.ru hotmail.be hotmail.ca hotmail.ch hotmail.se hotmail.dk hotmail.no hotmail.gr yahoo.ca yahoo.ie yahoo.in yahoo.gr yahoo.ro yahoo.pl
  yahoo.se yahoo.no yahoo.dk yahoo.be yahoo.nl yahoo.at yahoo.cn outlook.fr outlook.es outlook.it outlook.be outlook.dk outlook.at outlook.in outlook.jp outlook.pt outlook.ie outlook.kr gmx.fr gmx.eu gmx.us gmx.es
  gmx.it gmx.li 163.com 126.com qq.cn aol.de aol.fr aol.it aol.co.uk proton.ch pm.me protonmail.ch rocketmail.com rogers.com icloud.de verizon.com comcast.com`.split(
    /\s+/,
  ),
);

const slips = new Map(
  Object.entries({
    con: "com",
    cmo: "com",
    ocm: "com",
    vom: "com",
    xom: "com",
    cim: "com",
    comm: "com",
    coom: "com",
    ccom: "com",
    "co,": "com",
    nte: "net",
    ent: "net",
    dee: "de",
  }),
);

const known = new Map<string, Mailbox>();

/** By the part behind the @, which most rows of a file share. */
export function mailboxOf(domain: string): Mailbox {
  const found = known.get(domain);
  if (found) return found;
  const mailbox = { domain: meant(domain), disposable: isDisposable(domain) };
  if (known.size >= 50_000) known.clear();
  known.set(domain, mailbox);
  return mailbox;
}

function isDisposable(domain: string): boolean {
  const list = mailchecker.blacklist();
  for (let at = 0; at >= 0 && domain.indexOf(".", at) >= 0; at = domain.indexOf(".", at) + 1) {
    if (list.has(domain.slice(at))) return true;
  }
  return false;
}

const popular = new Set(common);

function meant(domain: string): string | null {
  if (popular.has(domain) || others.has(domain)) return null;
  const end = domain.slice(domain.lastIndexOf(".") + 1);
  const right = slips.get(end);
  const mended = right ? domain.slice(0, -end.length) + right : domain;
  if (popular.has(mended)) return mended;
  return common.find((right) => isSlip(mended, right)) ?? (mended === domain ? null : mended);
}

/**
 * One letter too many, too few, wrong, or two in the wrong order; in names of five letters and more, never in the
 * first.
 */
function isSlip(typed: string, right: string): boolean {
  if (right.length < 8 || typed[0] !== right[0] || Math.abs(typed.length - right.length) > 1) return false;
  let at = 0;
  while (at < right.length && typed[at] === right[at]) at += 1;
  const [a, b] = [typed.slice(at), right.slice(at)];
  if (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)) return true;
  return a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
}
