/** The endpoints in words, for people to read. */
import type { z } from "zod";
import type { Endpoint } from "./endpoint";
import { endpoints } from "./endpoints";
import { type Json, schemaOf } from "./openapi";

export type DescribedField = { name: string; type: string; required: boolean; description?: string };
export type Described = Pick<
  Endpoint,
  "method" | "path" | "group" | "title" | "about" | "scope" | "whole" | "example" | "takes"
> & {
  /** What may stand in the address beside a file. */
  beside: DescribedField[] | null;
  parameters: DescribedField[];
  body: DescribedField[] | null;
};

/** Every endpoint for a page to show: each endpoint with what it takes, in words. */
export function endpointsInWords(): Described[] {
  return endpoints.map((endpoint) => {
    const { method, path, group, title, about, scope, whole, example, takes, params, query, body, file } = endpoint;
    const parameters = [params, query].flatMap((schema) => (schema ? fieldsOf(schema) : []));
    const [fields, beside] = [body, file?.query].map((schema) => (schema ? fieldsOf(schema) : null));
    return {
      method,
      path,
      group,
      title,
      about,
      scope,
      whole,
      example,
      takes,
      parameters,
      body: fields!,
      beside: beside!,
    };
  });
}

function fieldsOf(schema: z.ZodObject): DescribedField[] {
  const components: Json = {};
  const made = schemaOf(schema, "input", components);
  const named = typeof made.$ref === "string" ? (components[made.$ref.split("/").at(-1)!] as Json) : made;
  const { properties = {}, required = [] } = named as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    type: wordsOf(field, components),
    required: required.includes(name),
    ...(typeof field.description === "string" && { description: field.description }),
  }));
}

/** "text, at most 60 characters", "list of Contact", "one of a, b". */
function wordsOf(field: Json, components: Json): string {
  if (typeof field.$ref === "string") return wordsOf(components[field.$ref.split("/").at(-1)!] as Json, components);
  if (Array.isArray(field.anyOf)) return field.anyOf.map((one) => wordsOf(one as Json, components)).join(" or ");
  if (Array.isArray(field.enum)) return `one of ${field.enum.length > 12 ? "many codes" : field.enum.join(", ")}`;
  if (field.type === "array")
    return `list${field.maxItems ? ` of at most ${field.maxItems}` : ""}: ${wordsOf((field.items ?? {}) as Json, components)}`;
  if (field.type === "object" && field.properties) return `{ ${Object.keys(field.properties).join(", ")} }`;
  if (typeof field.format === "string") return field.format === "uuid" ? "id" : field.format;
  return (
    {
      string: "text",
      integer: "whole number",
      number: "number",
      boolean: "true or false",
      null: "null",
      object: "object",
    }[String(field.type)] ?? "anything"
  );
}
