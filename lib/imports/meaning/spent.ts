/**
 * What somebody spent before they came here. A contact's own figure is the sum of its orders, so a file's is kept
 * beside it.
 */
import { guessDecimals } from "./numbers";
import type { Column } from "./types";
import { plainWord } from "./words";

const headers = new Set(
  `total spent|total spend|amount spent|lifetime spend|lifetime spent|lifetime value|customer lifetime value|historic customer lifetime value|ltv|clv|total revenue|total sales|total order value|total purchases
  |gesamtumsatz|umsatz|umsatz gesamt|gesamtausgaben|kundenwert|total depense|montant depense|chiffre d affaires|total gastado|importe gastado|gasto total|totale speso|spesa totale|fatturato
  |totaal besteed|totale besteding|omzet|total gasto|valor gasto|wydano lacznie|suma wydatkow|obrot|totalt spenderat|omsattning|brugt i alt|omsaetning|omsetning|kokonaisostot|celkem utraceno|toplam harcama
  |всего потрачено|сумма покупок|общая сумма покупок|витрачено|сума покупок|συνολικα εξοδα|累計購入金額|購入金額合計|总消费|消费总额|總消費`
    .split("|")
    .map(plainWord),
);

/** The field of one's own in which a file's amount is kept, as exports of other tools have it too. */
export const spentColumn = (cells: string[] = []): Column => ({
  field: "custom",
  name: "Total spent",
  type: "number",
  decimals: guessDecimals(cells)?.decimals ?? ".",
});

/** Whether a header says so, and its cells do not say otherwise. */
export const isSpent = (header: string, cells: string[]): boolean =>
  headers.has(plainWord(header)) && (cells.length === 0 || guessDecimals(cells) !== null);
