/** The catalogue as a page shows it: words, types and what can be chosen; no SQL. */
import { permit } from "../permissions";
import { type Ctx, transact } from "../tenancy";
import { catalogueOf } from "./catalogue/custom";
import type { Catalogue, Choice, Family, Field, Named, Property } from "./catalogue/field";
import type { Type } from "./catalogue/operators";

/** `live`: values are offered from the merchant's own data by `offerValues`. */
export type Part = { type: Type; label: string; choices?: readonly Choice[]; named?: Named; live?: true };
/**
 * `day`: kept as a calendar day. `told`: its events may have properties beyond `properties`, under a program's names.
 */
export type Dimension = Part & {
  key: string;
  family: Family;
  hint?: string;
  day?: true;
  properties?: Record<string, Part>;
  told?: true;
};

/** All dimensions of the organization, its own fields last. */
export async function listDimensions(ctx: Ctx): Promise<Dimension[]> {
  permit(ctx, "contacts.read");
  return dimensionsOf(await transact(ctx, (ctx) => catalogueOf(ctx)));
}

export const dimensionsOf = (fields: Catalogue): Dimension[] => [...fields.values()].map(shown);

function shown(field: Field): Dimension {
  const { key, family, hint } = field;
  const said = { ...part(field), key, family, ...(hint ? { hint } : {}) };
  if (field.type === "date" && field.counted === "day") return { ...said, day: true };
  if (field.type !== "events") return said;
  const { properties, told } = field.source;
  const parts = Object.entries(properties).map(([name, property]) => [name, part(property)]);
  return { ...said, properties: Object.fromEntries(parts), ...(told ? { told } : {}) };
}

function part(of: Field | Property): Part {
  return {
    type: of.type,
    label: of.label,
    ...("choices" in of && of.choices ? { choices: of.choices } : {}),
    ...("named" in of ? { named: of.named } : {}),
    ...("live" in of && of.live ? { live: true } : {}),
  };
}
