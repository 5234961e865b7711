/** One condition against the catalogue: the field is known, the operator is one of its type, the value fits. */
import { invalid } from "../errors";
import { choiceProblem } from "./catalogue/choices";
import type { Catalogue, Events, Field, Property } from "./catalogue/field";
import { type Operator, operatorOf, window } from "./catalogue/operators";
import { propertyOf } from "./catalogue/properties";
import type { Filter, Leaf } from "./definition";
import { most } from "./definition-size";
import { type Measure, problemOf } from "./definition-values";

/** @throws Failure invalid; `place` is where the condition stands */
export function checkLeaf(leaf: Leaf, place: string, fields: Catalogue): void {
  const problem = problemWith(leaf, fields);
  if (problem) throw invalid(`In ${place}: ${problem}.`);
}

/** What is wrong with a condition, in words; null when nothing is. */
export function problemWith(leaf: Leaf, fields: Catalogue): string | null {
  const field = fields.get(leaf.field);
  if (!field) return `there is no field “${short(leaf.field)}”`;
  const problem = problemOfValue(field, leaf);
  if (problem) return problem;
  if (field.type === "events") return problemOfEvent(field, leaf);
  return leaf.where || leaf.when ? `“${field.label}” takes no “where” and no “when”` : null;
}

function problemOfEvent(field: Events, leaf: Leaf): string | null {
  const where = leaf.where ?? [];
  if (where.length > most.filters) return `a condition may have ${most.filters} filters, not more`;
  const problems = where.map((filter) => {
    const property = propertyOf(field.source, filter.property);
    return property ? problemOfValue(property, filter) : `“${field.label}” knows no “${short(filter.property)}”`;
  });
  return problemOfWindow(leaf.when) ?? problems.find((one) => one !== null) ?? problemOfMeasure(field, leaf);
}

function problemOfMeasure(field: Events, { operator, value }: Leaf): string | null {
  if (operatorOf("events", operator)?.takes !== "measure") return null;
  const measure = value as Measure;
  const property = propertyOf(field.source, measure.of);
  const counts = property?.type === "number" || property?.type === "money";
  return counts ? problemOfValue(property, measure) : `“${field.label}” has no number “${short(measure.of)}”`;
}

function problemOfWindow(when: Leaf["when"]): string | null {
  if (!when) return null;
  const known: Record<string, Operator> = window;
  const operator = Object.hasOwn(known, when.operator) ? known[when.operator] : undefined;
  return operator ? problemOf(operator.takes, when.value) : `there is no time “${short(when.operator)}”`;
}

function problemOfValue(asked: Field | Property, { operator: name, value }: Omit<Filter, "property">): string | null {
  const operator = operatorOf(asked.type, name);
  if (!operator) return `“${asked.label}” has no operator “${short(name)}”`;
  const problem = problemOf(operator.takes, value) ?? choiceProblem(asked, operator.takes, value);
  return problem && `“${asked.label}”: ${problem}`;
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
