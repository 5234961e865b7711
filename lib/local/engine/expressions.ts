/** CEL expressions over events: filters, matches and keys. An expression that cannot be evaluated matches nothing. */
import { createHash } from "node:crypto";
import { parse } from "@marcbachmann/cel-js";
import type { InngestEvent } from "./shapes";

type Program = ReturnType<typeof parse>;
interface Scope {
  event: InngestEvent;
  async?: InngestEvent;
}

/** A step may wait with an expression made for it alone, so not every one is kept for ever. */
const KEPT = 2000;
const programs = new Map<string, Program>();

/** Throws one sentence when the text is no CEL expression. */
export function checkExpression(text: string): void {
  try {
    program(text);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new Error(`"${text}" is not a valid CEL expression (${reason}).`);
  }
}

/** Whether a filter is true. No filter is true; one over fields that do not exist is false, as at Inngest. */
export function holds(text: string | undefined | null, scope: Scope): boolean {
  if (!text) return true;
  try {
    return program(text)({ ...scope }) === true;
  } catch {
    return false;
  }
}

/**
 * A key, hashed: any value of any length, also one no text column takes, is one short string. No expression is one key.
 */
export function keyOf(text: string | undefined, event: InngestEvent): string {
  if (!text) return "";
  return createHash("sha1")
    .update(print(value(text, event)))
    .digest("hex");
}

/** The value of an expression as a number, 0 when it is none (priority). */
export function numberOf(text: string | undefined, event: InngestEvent): number {
  const result = text ? Number(value(text, event) ?? 0) : 0;
  return Number.isFinite(result) ? Math.trunc(result) : 0;
}

function value(text: string, event: InngestEvent): unknown {
  try {
    return program(text)({ event });
  } catch {
    return null;
  }
}

function print(result: unknown): string {
  return JSON.stringify(result, (_, part) => (typeof part === "bigint" ? Number(part) : part)) ?? "null";
}

function program(text: string): Program {
  let known = programs.get(text);
  if (!known) {
    known = parse(text);
    if (programs.size >= KEPT) programs.clear();
    programs.set(text, known);
  }
  return known;
}
