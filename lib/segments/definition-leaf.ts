/** One condition against the catalogue: the field is known, the operator is one of its type, the value fits. */
import { type Failure, invalid } from "../errors";
import { choiceProblem } from "./catalogue/choices";
import type { Catalogue, Field, Property } from "./catalogue/field";
import { operatorOf, type Type, window } from "./catalogue/operators";
import type { Filter, Leaf } from "./definition";
import { most } from "./definition-size";
import { type Measure, problemOf } from "./definition-values";

/** @throws Failure invalid; `place` is where the condition stands */
export function checkLeaf(leaf: Leaf, place: string, fields: Catalogue): void {
  const field = fields.get(leaf.field);
  if (!field) throw wrong(place, `there is no field “${short(leaf.field)}”`);
  checkValue(field, leaf, place);
  if (field.type === "events") checkEvent(field, leaf, place);
  else if (leaf.where || leaf.when) throw wrong(place, `“${field.label}” takes no “where” and no “when”`);
}

function checkEvent(field: Extract<Field, { type: "events" }>, leaf: Leaf, place: string): void {
  const { properties } = field.source;
  const named = (name: string) => (Object.hasOwn(properties, name) ? properties[name] : undefined);
  if (leaf.when) checkWindow(leaf.when, place);
  if (leaf.where && leaf.where.length > most.filters) {
    throw wrong(place, `a condition may have ${most.filters} filters, not more`);
  }
  for (const filter of leaf.where ?? []) {
    const property = named(filter.property);
    if (!property) throw wrong(place, `“${field.label}” knows no “${short(filter.property)}”`);
    checkValue(property, filter, place);
  }
  if (operatorOf("events", leaf.operator)?.takes !== "measure") return;
  const measure = leaf.value as Measure;
  const property = named(measure.of);
  if (property?.type !== "number" && property?.type !== "money") {
    throw wrong(place, `“${field.label}” has no number “${short(measure.of)}”`);
  }
  checkValue(property, measure, place);
}

function checkWindow(when: { operator: string; value: unknown }, place: string): void {
  const known: Record<string, { takes: (typeof window)[keyof typeof window]["takes"] }> = window;
  const operator = Object.hasOwn(known, when.operator) ? known[when.operator] : undefined;
  if (!operator) throw wrong(place, `there is no time “${short(when.operator)}”`);
  const problem = problemOf(operator.takes, when.value);
  if (problem) throw wrong(place, problem);
}

function checkValue(
  asked: (Field | Property) & { type: Type },
  { operator: name, value }: Pick<Filter, "operator" | "value">,
  place: string,
): void {
  const operator = operatorOf(asked.type, name);
  if (!operator) throw wrong(place, `“${asked.label}” has no operator “${short(name)}”`);
  const problem = problemOf(operator.takes, value) ?? choiceProblem(asked, operator.takes, value);
  if (problem) throw wrong(place, `“${asked.label}”: ${problem}`);
}

const wrong = (place: string, what: string): Failure => invalid(`In ${place}: ${what}.`);
const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
