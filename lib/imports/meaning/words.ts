/** What columns are called in the languages of our merchants. A header is compared as `plainWord` writes it. */
import type { Field } from "./types";

/** Languages whose names of months, countries and languages are understood. */
export const tongues = "en de fr es it nl pt pl sv da nb fi cs tr ru uk el ja zh zh-Hant hu ro".split(" ");

type Named = Exclude<Field, "custom">;

/** Longer words of other fields go before shorter ones inside a header: "e-mail consent" is a consent. */
const headers: [field: Named, words: string][] = [
  [
    "emailConsent",
    `accepts marketing|accepts email marketing|email marketing consent|email marketing|email consent|email opt in|email subscription
    |email status|email subscription status|email marketing status|newsletter|newsletter abonniert|newsletter status|newsletter consent
    |newsletter opt in|subscribed|subscribed to newsletter|is subscribed|subscription status|subscriber status|consent|opt in|optin|opted in
    |marketing opt in|marketing consent|marketing allowed|accepts newsletter|e mail werbung|werbeeinwilligung|werbung erlaubt|einwilligung
    |newsletteranmeldung|abonniert|abonnent|abonne|abonnee|inscrit|inscrit newsletter|abonne a la newsletter|consentement
    |accepte le marketing|suscrito|suscripcion|boletin|consentimiento|acepta marketing|iscritto|iscritto alla newsletter|consenso|consenso marketing
    |nieuwsbrief|ingeschreven|toestemming|inscrito|assinante|aceita marketing|consentimento|subscrito|zgoda|zgoda marketingowa|subskrypcja
    |nyhetsbrev|prenumerant|samtycke|nyhedsbrev|samtykke|tilmeldt|pameldt|uutiskirje|suostumus|tilaaja|odber novinek|souhlas|odberatel
    |bulten|abone|onay|izin|e posta izni|рассылка|подписка|подписан|согласие|розсилка|підписка|згода|ενημερωτικο δελτιο|συγκαταθεση|εγγεγραμμενος
    |メルマガ|メルマガ購読|配信希望|同意|メール配信|订阅|订阅状态|接受营销|電子報|訂閱|同意营销`,
  ],
  [
    "smsConsent",
    `accepts sms marketing|sms marketing consent|sms marketing|sms consent|sms opt in|sms status|sms subscription|sms subscription status|sms marketing status|text consent
    |sms einwilligung|sms werbung|consentement sms|acepta sms|consentimiento sms|consenso sms|sms toestemming|consentimento sms|zgoda sms
    |sms samtycke|sms samtykke|sms suostumus|sms souhlas|sms onayi|sms izni|согласие на sms|sms подписка|згода на sms|sms 配信|短信订阅|簡訊訂閱`,
  ],
  [
    "optOutAt",
    `opt out date|opt out time|optout time|optout date|unsub time|unsubscribed at|unsubscribed on|unsubscribe date|unsubscribe time|unsubscribed date|opted out at|date unsubscribed
    |abgemeldet am|abmeldedatum|date de desinscription|fecha de baja|data disiscrizione|data cancellazione|afgemeld op|uitschrijfdatum
    |data de cancelamento|data wypisania|avregistrerad|afmeldt|avmeldt|peruttu|datum odhlaseni|abonelikten cikis tarihi|дата отписки|дата відписки|ημερομηνια διαγραφης|退会日|配信停止日|退订时间|退訂日期`,
  ],
  [
    "optInAt",
    `opt in date|opt in time|optin time|optin date|opt in timestamp|confirm time|consent date|consent timestamp|email consent timestamp|date subscribed|subscribed at|subscribed on|subscribe date|subscription date
    |signup date|sign up date|opted in at|date of consent|angemeldet am|anmeldedatum|einwilligung am|eingewilligt am|date d inscription|date inscription|date de consentement
    |fecha de suscripcion|fecha de alta|data di iscrizione|data iscrizione|inschrijfdatum|aangemeld op|data de inscricao|data de subscricao|data zapisu
    |prenumerationsdatum|tilmeldt den|pameldingsdato|liittymispaiva|datum prihlaseni|abonelik tarihi|kayit tarihi izin|дата подписки|дата підписки|ημερομηνια εγγραφης|登録日|購読開始日|订阅时间|訂閱日期`,
  ],
  [
    "pushId",
    `push id|push token|device token|onesignal id|onesignal player id|player id|fcm token|apns token|subscription id push|web push id`,
  ],
  [
    "externalId",
    `customer id|customerid|customer number|customer no|user id|userid|contact id|subscriber id|klaviyo id|leid|euid|external id|platform id|shopify id|account id|kundennummer|kunden nr|kundennr|kunden id
    |numero client|id client|identifiant|no client|id cliente|numero de cliente|codice cliente|numero cliente|klantnummer|klant id|numero do cliente|id do cliente|numer klienta|id klienta
    |kundnummer|kundenummer|kunde id|asiakasnumero|cislo zakaznika|musteri no|musteri numarasi|id клиента|номер клиента|код клиента|номер клієнта|αριθμος πελατη|顧客番号|会員番号|お客様番号|客户编号|客户id|客戶編號|會員編號`,
  ],
  [
    "createdAt",
    `created|created at|date created|creation date|customer since|date added|profile created on|first seen|registered|registered at|date registered|registration date|member since|date joined|joined
    |erstellt|erstellt am|angelegt am|registriert am|kunde seit|date de creation|cree le|client depuis|fecha de creacion|creado|fecha de registro|cliente desde|data di creazione|creato il|data registrazione
    |aangemaakt op|aanmaakdatum|klant sinds|data de criacao|criado em|data utworzenia|data rejestracji|skapad|oprettet|opprettet|luotu|vytvoreno|datum registrace|olusturulma tarihi|kayit tarihi
    |дата создания|дата регистрации|создан|дата створення|дата реєстрації|ημερομηνια δημιουργιας|作成日|作成日時|会員登録日|创建时间|注册时间|創建時間|註冊日期`,
  ],
  [
    "email",
    `email|e mail|mail|email address|e mail address|emailaddress|mail address|email id|contact email|customer email|subscriber email|primary email|email 1|your email
    |e mail adresse|emailadresse|mailadresse|e mailadresse|adresse e mail|adresse email|adresse mail|courriel|adresse electronique|correo|correo electronico|direccion de correo|direccion de correo electronico
    |posta elettronica|indirizzo email|indirizzo e mail|mailadres|e mailadres|emailadres|endereco de email|endereco de e mail|correio eletronico|adres e mail|adres email|adres mailowy|e postadress|epost|e post|e postadresse|epostadresse
    |sahkoposti|sahkopostiosoite|emailova adresa|e mailova adresa|e posta|eposta|e posta adresi|электронная почта|почта|эл почта|адрес электронной почты|имейл|електронна пошта|пошта|ел пошта|адреса електронної пошти
    |ηλεκτρονικη διευθυνση|διευθυνση email|ηλεκτρονικο ταχυδρομειο|メール|メールアドレス|eメール|电子邮件|电子邮箱|邮箱|邮箱地址|電子郵件|電郵|電郵地址`,
  ],
  [
    "phone",
    `phone|phone number|phonenumber|telephone|telephone number|tel|tel nr|tel no|mobile|mobile phone|mobile number|cell|cell phone|cellphone|sms|sms number|sms phone number|whatsapp|primary phone
    |telefon|telefonnummer|telefonnr|telefon nr|handy|handynummer|mobil|mobiltelefon|mobilnummer|mobilfunk|rufnummer|numero de telephone|portable|mobile telephone|gsm|telefono|telefono movil|movil|celular|numero de telefono
    |numero di telefono|cellulare|telefoonnummer|telefoon|mobiel|mobiel nummer|telefone|telemovel|numero de telefone|numer telefonu|komorka|telefon komorkowy|mobilnr|tlf|tlf nr|tlfnr|puhelin|puhelinnumero|matkapuhelin
    |telefonni cislo|telefonu|telefon numarasi|cep telefonu|cep|телефон|номер телефона|мобильный|мобильный телефон|моб телефон|номер телефону|мобільний|мобільний телефон|τηλεφωνο|κινητο|αριθμος τηλεφωνου|κινητο τηλεφωνο
    |電話|電話番号|携帯|携帯電話|携帯番号|电话|手机|手机号|手机号码|电话号码|電話號碼|手機|手機號碼`,
  ],
  [
    "firstName",
    `first name|firstname|first|fname|f name|given name|givenname|forename|billing first name|vorname|rufname|prenom|nombre|nombre de pila|primer nombre|nome|nome proprio|primeiro nome|voornaam|imie|fornamn|fornavn
    |etunimi|jmeno|krestni jmeno|isim|ad|adi|имя|ім я|імя|ονομα|μικρο ονομα|名|名前 名|ファーストネーム|名字`,
  ],
  [
    "lastName",
    `last name|lastname|last|lname|l name|surname|family name|familyname|billing last name|nachname|familienname|zuname|nom|nom de famille|apellido|apellidos|cognome|achternaam|familienaam|sobrenome|apelido|ultimo nome
    |nazwisko|efternamn|efternavn|etternavn|sukunimi|prijmeni|soyisim|soyad|soyadi|фамилия|прізвище|επωνυμο|επιθετο|姓|苗字|ラストネーム|姓氏`,
  ],
  [
    "fullName",
    `name|full name|fullname|customer name|contact name|customer|billing name|ganzer name|vollstandiger name|kundenname|kunde|nom complet|nom et prenom|nom du client|nombre completo|nombre y apellidos|nome completo|nome e cognome|nominativo
    |volledige naam|naam|klantnaam|nome do cliente|imie i nazwisko|namn|fullstandigt namn|navn|fulde navn|fullt navn|nimi|koko nimi|cele jmeno|jmeno a prijmeni|ad soyad|adi soyadi|isim soyisim|полное имя|фио|имя и фамилия
    |піб|повне ім я|ονοματεπωνυμο|πληρες ονομα|氏名|お名前|名前|姓名|全名|客户姓名`,
  ],
  [
    "birthday",
    `birthday|birth day|birthdate|birth date|date of birth|dateofbirth|dob|geburtstag|geburtsdatum|geb|geb datum|geb dat|date de naissance|naissance|anniversaire|ne le|fecha de nacimiento|cumpleanos|nacimiento|data di nascita|compleanno|nascita
    |geboortedatum|verjaardag|data de nascimento|aniversario|data urodzenia|urodziny|fodelsedatum|fodelsedag|fodselsdato|fodselsdag|syntymapaiva|syntymaaika|datum narozeni|narozeniny|dogum tarihi|dogum gunu
    |дата рождения|день рождения|др|дата народження|день народження|ημερομηνια γεννησης|γενεθλια|誕生日|生年月日|生日|出生日期`,
  ],
  [
    "gender",
    `gender|sex|geschlecht|anrede|salutation|sexe|genre|civilite|sexo|genero|sesso|genere|geslacht|aanhef|plec|kon|kjonn|sukupuoli|pohlavi|cinsiyet|пол|стать|φυλο|性別|性别`,
  ],
  [
    "language",
    `language|lang|locale|preferred language|sprache|bevorzugte sprache|langue|idioma|lengua|lingua|taal|lingua preferita|jezyk|sprak|sprog|kieli|jazyk|dil|язык|мова|γλωσσα|言語|语言|語言`,
  ],
  [
    "company",
    `company|company name|organization|organisation|business|business name|firma|firmenname|unternehmen|societe|entreprise|raison sociale|empresa|compania|azienda|societa|ragione sociale|bedrijf|bedrijfsnaam|nazwa firmy
    |foretag|virksomhed|firmanavn|bedrift|yritys|spolecnost|nazev firmy|sirket|firma adi|компания|организация|компанія|організація|εταιρεια|επωνυμια|会社|会社名|公司|公司名称|公司名稱`,
  ],
  [
    "line2",
    `address 2|address2|address line 2|addressline2|street 2|default address address2|billing address 2|apartment|suite|unit|adresszusatz|adresse 2|adresszeile 2|complement d adresse|complement adresse|direccion 2|indirizzo 2|adres 2|toevoeging
    |endereco 2|complemento|adresa 2|adres satiri 2|adress 2|адрес 2|адреса 2|διευθυνση 2|住所2|建物名|地址2`,
  ],
  [
    "line1",
    `address|address 1|address1|address line 1|addressline1|street|street address|street 1|default address address1|billing address 1|billing address|strasse|strase|str|strasse und hausnummer|strasse hausnummer|anschrift|adresse|adresse 1|adresszeile 1|rue
    |direccion|direccion 1|calle|domicilio|indirizzo|indirizzo 1|via|straat|adres|adres 1|straatnaam|endereco|endereco 1|rua|morada|logradouro|ulica|gatuadress|adress|gade|vej|gate|gateadresse|katuosoite|osoite|lahiosoite|ulice|adresa|sokak|acik adres
    |адрес|улица|адреса|вулиця|διευθυνση|οδος|住所|住所1|番地|地址|街道|詳細地址|详细地址`,
  ],
  [
    "postcode",
    `postcode|post code|postal code|postalcode|zip|zip code|zipcode|zip postal code|postal zip code|postal|default address zip|billing postcode|plz|postleitzahl|code postal|cp|codigo postal|cap|codice postale|postnummer|postnr|postcode nl|cep|codigo de enderecamento postal
    |kod pocztowy|postinumero|psc|postovni smerovaci cislo|posta kodu|индекс|почтовый индекс|індекс|поштовий індекс|ταχυδρομικος κωδικας|τκ|郵便番号|邮编|邮政编码|郵遞區號|郵政編碼`,
  ],
  [
    "city",
    `city|town|town city|locality|default address city|billing city|stadt|ort|wohnort|ville|commune|ciudad|poblacion|localidad|citta|comune|stad|plaats|woonplaats|cidade|localidade|miasto|miejscowosc|by|poststed|postort|kaupunki|paikkakunta|mesto|obec
    |sehir|город|населенный пункт|місто|πολη|市区町村|市|都市|城市|縣市`,
  ],
  [
    "region",
    `region|state|province|province code|state region|state province|county|default address province code|billing state|bundesland|kanton|departement|etat|provincia|estado|comunidad autonoma|regione|provincie|distrito|uf|wojewodztwo|lan|fylke|maakunta
    |kraj|il|ilce|область|регион|край|регіон|νομος|περιφερεια|都道府県|県|省|省份|州`,
  ],
  [
    "country",
    `country|country code|country region|nation|default address country code|billing country|cc|land|landercode|landkode|pays|code pays|pais|codigo de pais|paese|nazione|stato|kraj zamieszkania|panstwo|maa|zeme|stat|ulke|страна|країна|χωρα|国|国名|国家|國家`,
  ],
  [
    "tags",
    `tags|tag|labels|label|customer tags|schlagworte|schlagworter|stichworte|kundengruppe|kd gruppe|gruppe|gruppen|etiquettes|etiquette|mots cles|etiquetas|etiqueta|etichette|etichetta|labels nl|groep|grupo|tagi|etykiety|grupa|etiketter|etikett
    |mærker|merkelapper|tunnisteet|stitky|stitek|etiketler|etiket|теги|тег|метки|мітки|ετικετες|タグ|标签|標籤`,
  ],
  [
    "lists",
    `lists|list|list name|mailing lists|email list|email lists|groups|audience|listen|liste|mailingliste|listes|listas|lista|lijsten|lijst|listy|listor|lister|listat|seznamy|listeler|списки|список|λιστες|λιστα|リスト|列表|名单|名單`,
  ],
];

const byWord = new Map<string, Named>();
for (const [field, words] of headers) {
  for (const word of words.split("|").map(plainWord)) if (!byWord.has(word)) byWord.set(word, field);
}

/** Words of more than one letter, longest first: for headers that hold one of them. */
const inside = [...byWord].filter(([word]) => word.length > 3).sort(([a], [b]) => b.length - a.length);

/** Lower case without accents and signs; words of camelCase and snake_case stand apart. */
export function plainWord(header: string): string {
  return header
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replaceAll("ı", "i")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The field a header names, and how surely: 0.95 for the very word, 0.6 for one in it. Null when we know none. */
export function fieldOf(header: string): { field: Named; sure: number } | null {
  const word = plainWord(header);
  const exact = byWord.get(word) ?? byWord.get(word.replaceAll(" ", ""));
  if (exact) return { field: exact, sure: 0.95 };
  const padded = ` ${word} `;
  const part = word.length <= 60 ? inside.find(([known]) => padded.includes(` ${known} `)) : undefined;
  return part ? { field: part[1], sure: 0.6 } : null;
}

/** For "is row 1 a header?": what stands in headers and hardly in cells. */
export const isHeaderWord = (cell: string): boolean => cell.length <= 60 && fieldOf(cell)?.sure === 0.95;
