/** The API in the form of OpenAPI 3.1, made from the very schemas that check each call. */
import { z } from "zod";
import { appUrl } from "@/lib/env";
import { callsAMinute } from "@/lib/limits";
import type { Endpoint } from "./endpoint";
import { endpoints } from "./endpoints";
import { ProblemBody, type ProblemName, problems } from "./problem";

export type Json = { [name: string]: unknown };

/** The whole document, as JSON. */
export function openApi(): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] ??= {};
    paths[endpoint.path]![endpoint.method.toLowerCase()] = operationOf(endpoint, components);
  }
  schemaOf(ProblemBody, "output", components);
  return {
    openapi: "3.1.1",
    info: {
      title: "Clientele",
      version: "1",
      description: about,
      license: { name: "AGPL-3.0-only", identifier: "AGPL-3.0-only" },
    },
    servers: [{ url: `${appUrl()}/api/v1` }],
    tags: [...new Set(endpoints.map(({ group }) => group))].map((name) => ({ name })),
    security: [{ key: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "A key of Settings › API keys." } },
      headers,
    },
  };
}

const about = `Calls carry a key: “Authorization: Bearer clt_…”. Bodies are JSON; fields that there are not are refused.
A POST, PATCH or DELETE may carry an “Idempotency-Key”: sent again within a day with the same body it is answered the same and done once.
Lists come in pages: “next” is the cursor of the following one. Every refusal is a problem of RFC 9457.
A key may make ${callsAMinute} calls a minute. /developers of the app tells of webhooks, /developers/conditions of segments.`;

const header = (description: string, type = "integer") => ({ description, schema: { type } });

const headers = {
  "Request-Id": header("What to tell us when something went wrong.", "string"),
  "RateLimit-Limit": header("Calls of this key in a minute."),
  "RateLimit-Remaining": header("How many of them are left."),
  "RateLimit-Reset": header("Seconds until all may be made again."),
};

const told = Object.fromEntries(Object.keys(headers).map((name) => [name, { $ref: `#/components/headers/${name}` }]));

function operationOf(endpoint: Endpoint, components: Json): Json {
  const { method, path, group, title, about, scope, whole, params, query, body, takes, file, output, status, example } =
    endpoint;
  const parameters = [...parametersOf("path", params, components), ...parametersOf("query", query, components)];
  parameters.push(...parametersOf("query", file?.query, components).map(besideFile));
  if (method !== "GET" && !takes) parameters.push(idempotencyKey);
  const schema = body && schemaOf(body, "input", components);
  return {
    operationId: operationIdOf(method, path),
    tags: [group],
    summary: title,
    description: [about, `Scope: \`${scope}\`${whole ? ", of a key for the whole organization" : ""}.`]
      .filter(Boolean)
      .join("\n\n"),
    parameters,
    ...(takes && { requestBody: { required: true, content: { "application/octet-stream": {} } } }),
    ...(schema && {
      requestBody: {
        required: true,
        content: { "application/json": { schema, example }, ...(file && { "application/octet-stream": {} }) },
      },
    }),
    responses: {
      [status]: done("Done.", output, components),
      ...(file && { 202: done("The file is here, and worked on.", output, components) }),
      ...Object.fromEntries(refusalsOf(endpoint).map((name) => [problems[name][0], refusal(name)])),
    },
  };
}

const done = (description: string, output: z.ZodType, components: Json) => ({
  description,
  headers: told,
  content: { "application/json": { schema: schemaOf(output, "output", components) } },
});

/** Of a call whose body is JSON nothing of it is in the address. */
const besideFile = (parameter: Json): Json => ({
  ...parameter,
  required: false,
  description: ["With a file as the body.", parameter.description].filter(Boolean).join(" "),
});

/** What each endpoint may be refused with, one problem per status. */
function refusalsOf({ method, params, query, body, path }: Endpoint): ProblemName[] {
  const refusals: ProblemName[] = ["unauthenticated", "forbidden", "too-many", "unknown"];
  if (params || /store|list|tag/.test(path) || body) refusals.push("not-found");
  if (body) refusals.push("unreadable", "too-large", "unsupported");
  if (params || query || body) refusals.push("invalid");
  if (method !== "GET") refusals.push("conflict");
  return refusals;
}

const refusal = (name: ProblemName) => ({
  description: `${problems[name][1]}. ${problems[name][2]}`,
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "1 to 200 characters of your own; the same again within a day is done once.",
  schema: { type: "string", minLength: 1, maxLength: 200 },
};

function parametersOf(place: "path" | "query", schema: z.ZodObject | undefined, components: Json): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input", components) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}

/** A schema's JSON Schema; the named ones in it go to the components, once. */
export function schemaOf(schema: z.ZodType, io: "input" | "output", components: Json): Json {
  const made = z.toJSONSchema(schema, { io, unrepresentable: "any", target: "draft-2020-12" });
  const { $schema: _, $defs = {}, ...own } = moved(made) as Json & { $defs?: Json };
  for (const [name, of] of Object.entries($defs)) components[name] = withoutId(of as Json);
  const { id, ...rest } = own as Json & { id?: string };
  if (id === undefined) return rest;
  components[id] = rest;
  return { $ref: `#/components/schemas/${id}` };
}

const moved = (made: object): Json =>
  JSON.parse(JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;

function withoutId({ id: _, ...rest }: Json): Json {
  return rest;
}

/** "POST /contacts/{contact}/erase" -> "postContactsContactErase". */
function operationIdOf(method: string, path: string): string {
  const words = path.split(/[^a-zA-Z]+/).filter(Boolean);
  return method.toLowerCase() + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
}
