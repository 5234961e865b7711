/** Forms as plain objects: what a zod object asks for decides how each field is read. */
import { z } from "zod";

/**
 * Reads a form for `schema`: arrays take every value of their name, switches (booleans) are true when sent as "on" or
 * "true", the rest take the last value. Next's own hidden fields and the organization's (`org`) are left out.
 */
export function formObject(schema: z.ZodType, form: FormData): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    if (!name.startsWith("$") && name !== "org") object[name] = form.getAll(name).at(-1);
  }
  for (const [name, field] of Object.entries(schema instanceof z.ZodObject ? schema.shape : {})) {
    const kind = kindOf(field);
    if (kind === "array") object[name] = form.getAll(name);
    if (kind === "boolean") object[name] = ["on", "true"].includes(String(form.get(name)));
  }
  return object;
}

/** The typed texts that a form shows again after an error. Passwords, secrets and files are not among them. */
export function keptValues(object: Record<string, unknown>): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(object)) {
    if (/password|current|secret|token|key$/i.test(name)) continue;
    if (typeof value === "boolean") kept[name] = value ? "on" : "";
    else if (Array.isArray(value)) kept[name] = value.filter((one) => typeof one === "string");
    else if (typeof value === "string" || typeof value === "number") kept[name] = String(value);
  }
  return kept;
}

/** The first message per field; what concerns no field is under "". */
export function fieldMessages(error: z.ZodError): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const issue of error.issues) messages[String(issue.path[0] ?? "")] ??= issue.message;
  return messages;
}

function kindOf(field: unknown): string {
  let inner = field;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable) {
    inner = inner.unwrap();
  }
  if (inner instanceof z.ZodPipe) return kindOf(inner.in);
  return inner instanceof z.ZodType ? inner.type : "unknown";
}
