/** Which values a choice or a membership may be asked for. */
import { z } from "zod";
import type { Choice, Field, Property } from "./field";
import type { Takes } from "./operators";

const Id = z.uuid();
/** `<public id of the store>:<id at the store>`; product ids of two stores have nothing to do with each other. */
const key = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:.{1,150}$/s;

/** What is wrong with the values asked for; null when nothing is. */
export function choiceProblem(asked: Field | Property, takes: Takes, value: unknown): string | null {
  if (takes !== "values" || !Array.isArray(value)) return null;
  const check = checkOf(asked);
  const strange = value.find((one) => !check(String(one)));
  return strange === undefined ? null : `there is no “${String(strange).slice(0, 40)}”`;
}

function checkOf(asked: Field | Property): (value: string) => boolean {
  const among = (choices: readonly Choice[]) => (value: string) => choices.some((choice) => choice.value === value);
  if (asked.type === "choice") return among(asked.choices);
  if (asked.type !== "members") return () => false;
  if ("choices" in asked && asked.choices) return among(asked.choices);
  if (asked.named === "word") return () => true;
  if (asked.named === "product" || asked.named === "variant") return (value) => key.test(value);
  if (asked.named === "origin") return (value) => isId(value) || /^[a-z]{1,20}$/.test(value);
  return isId;
}

const isId = (value: string) => Id.safeParse(value).success && value === value.toLowerCase();
