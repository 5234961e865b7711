/** Names, streets, towns and telephone forms of the countries the demo's people live in. */

/** Names in other scripts carry a Latin spelling after a colon, for the email. */
export type Land = {
  country: string;
  weight: number;
  first: string[];
  last: string[];
  streets: string[];
  cities: [string, string][];
  phone: (digits: () => string) => string;
};

const words = (text: string) => text.split(" ");

export const lands: Land[] = [
  {
    country: "DE",
    weight: 34,
    first: words("Anna Lena Jürgen Käthe Mira Tobias Sören Friederike Hannes Ute Paul Leonie Karl Ines Günther Björn"),
    last: words("Keller Müller Weiß Brandt Vogel Schröder Lang Größing Hofmann Böhm Krause Lindner Fuchs Jäger Otto"),
    streets: words("Lindenweg Ringstraße Gartenstraße Mühlgasse Hafenstraße Schulstraße Bergstraße"),
    cities: [
      ["Berlin", "10115"],
      ["Freiburg", "79098"],
      ["Köln", "50667"],
      ["München", "80331"],
      ["Görlitz", "02826"],
    ],
    phone: (digits) => `030 9${digits()}`,
  },
  {
    country: "FR",
    weight: 14,
    first: words("Zoé Élodie Benoît Chloé Gaël Hélène Maël Noémie François Inès Jérôme Aurélie"),
    last: words("Lefèvre Dubois Moreau Bénard Gauthier Rousseau Fournier Mérieux Lambert Girard"),
    streets: ["rue des Lilas", "avenue Foch", "rue du Moulin", "quai des Brumes", "place de la Gare"],
    cities: [
      ["Lyon", "69002"],
      ["Nantes", "44000"],
      ["Lille", "59800"],
      ["Besançon", "25000"],
    ],
    phone: (digits) => `+33 1 9${digits()}9`,
  },
  {
    country: "GB",
    weight: 14,
    first: words("Olivia Harry Isla George Freya Callum Niamh Rhys Poppy Angus Siân Oscar"),
    last: words("O'Neill Smith-Jones MacLeod Hughes Baker Whitfield Evans Clarke Ashworth Patel Okafor"),
    streets: ["Mill Lane", "Station Road", "Church Street", "Victoria Terrace", "Harbour View"],
    cities: [
      ["Leeds", "LS1 4AP"],
      ["Bristol", "BS1 5TR"],
      ["Edinburgh", "EH1 1BB"],
      ["Cardiff", "CF10 1EP"],
    ],
    phone: (digits) => `020 7${digits()}`,
  },
  {
    country: "ES",
    weight: 8,
    first: words("Lucía Íñigo María José Nerea Andrés Begoña Raúl Sofía Iván"),
    last: ["García López", "Núñez", "Martínez", "Peña Ruiz", "Ibáñez", "Castaño", "Vega"],
    streets: ["Calle Mayor", "Avenida del Sol", "Plaza Nueva", "Calle Luna"],
    cities: [
      ["Madrid", "28013"],
      ["Bilbao", "48001"],
      ["Málaga", "29005"],
    ],
    phone: (digits) => `91 2${digits().slice(0, 6)}`,
  },
  {
    country: "PL",
    weight: 7,
    first: words("Łukasz Małgorzata Zofia Paweł Agnieszka Wojciech Żaneta Stanisław"),
    last: words("Wiśniewska Kowalczyk Zieliński Wójcik Dąbrowska Żak Nowak"),
    streets: ["ul. Lipowa", "ul. Długa", "ul. Świętojańska"],
    cities: [
      ["Kraków", "31-001"],
      ["Gdańsk", "80-831"],
      ["Łódź", "90-001"],
    ],
    phone: (digits) => `+48 22 ${digits()}`,
  },
  {
    country: "SE",
    weight: 6,
    first: words("Åsa Björn Elin Göran Linnéa Örjan Saga Nils"),
    last: words("Ångström Lindqvist Öberg Sjöberg Håkansson Nyström"),
    streets: ["Storgatan", "Kyrkogatan", "Björkvägen"],
    cities: [
      ["Malmö", "211 20"],
      ["Umeå", "903 26"],
      ["Göteborg", "411 03"],
    ],
    phone: (digits) => `08-${digits().slice(0, 6)}`,
  },
  {
    country: "GR",
    weight: 5,
    first: words("Ελένη:eleni Γιώργος:giorgos Μαρία:maria Νίκος:nikos Κατερίνα:katerina Δημήτρης:dimitris"),
    last: words("Παπαδοπούλου:papadopoulou Γεωργίου:georgiou Νικολάου:nikolaou Αντωνίου:antoniou"),
    streets: ["Ερμού", "Αθηνάς", "Σταδίου"],
    cities: [
      ["Αθήνα", "105 63"],
      ["Θεσσαλονίκη", "546 24"],
    ],
    phone: (digits) => `21 0${digits()}`,
  },
  {
    country: "UA",
    weight: 4,
    first: words("Оксана:oksana Тарас:taras Ірина:iryna Богдан:bohdan Леся:lesia Андрій:andrii"),
    last: words("Шевченко:shevchenko Коваленко:kovalenko Бондар:bondar Мельник:melnyk Лисенко:lysenko"),
    streets: ["вул. Зелена", "вул. Городоцька", "просп. Миру"],
    cities: [
      ["Львів", "79000"],
      ["Київ", "01001"],
    ],
    phone: (digits) => `+380 44 ${digits()}`,
  },
  {
    country: "JP",
    weight: 4,
    first: words("葵:aoi 陽菜:hina 蓮:ren 湊:minato 結衣:yui 健太:kenta"),
    last: words("佐藤:sato 鈴木:suzuki 高橋:takahashi 田中:tanaka 渡辺:watanabe 山本:yamamoto"),
    streets: ["中央1-2-3", "本町4-5", "桜丘2-10"],
    cities: [
      ["東京都", "150-0001"],
      ["大阪市", "530-0001"],
    ],
    phone: (digits) => `03-${digits().slice(0, 4)}-${digits().slice(0, 4)}`,
  },
  {
    country: "US",
    weight: 4,
    first: words("Madison Tyler Ava Ethan Harper Mason Chloe Luis"),
    last: words("Anderson Nguyen Ramirez Thompson Lee Washington"),
    streets: ["Maple Ave", "2nd Street", "Ocean Drive"],
    cities: [
      ["Portland", "97205"],
      ["Austin", "78701"],
      ["Boston", "02108"],
    ],
    phone: (digits) => `(212) 555-0${digits().slice(0, 3)}`,
  },
];
