/**
 * A client that a machine makes of the OpenAPI document: its types hold a program to the API, and its calls are
 * answered.
 */
import createClient, { type Client } from "openapi-fetch";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openStore } from "@/lib/stores/open";
import { makeApiKey } from "../support/api";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { makeOwner } from "../support/members";
import { useKey } from "../support/organization";

vi.mock("next/server", () => ({ after: (work: () => unknown) => void work() }));

useTestDatabase();
useKey();

/** What somebody writes who has the document and nothing else. */
const program = `
import type { Client } from "openapi-fetch";
import type { paths } from "./client";

export async function use(client: Client<paths>, store: string) {
  const { data: mira, response } = await client.POST("/contacts", {
    params: { header: { "Idempotency-Key": "sign-up-417" } },
    body: { email: "mira@example.org", firstName: "Mira", store, tags: ["Workshop"] },
  });
  if (!mira) throw new Error("nobody");
  const many = await client.POST("/contacts/batch", {
    body: { store, contacts: [{ email: "jonas@example.org" }, { email: "jonas@example.org" }] },
  });
  await client.POST("/contacts/{contact}/consent", {
    params: { path: { contact: mira.id } },
    body: { channel: "email", state: "subscribed", at: "2026-03-04T09:30:00Z", evidence: "Ticked a box." },
  });
  const found = await client.GET("/contacts/find", { params: { query: { email: "mira@example.org" } } });
  const emails: (string | null)[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await client.GET("/contacts", { params: { query: { limit: 1, cursor } } });
    emails.push(...(page.data?.items ?? []).map(({ email }) => email));
    if (!page.data?.next) break;
    cursor = page.data.next;
  }
  await client.POST("/events", { body: { name: "course.finished", email: "mira@example.org", store } });
  const stores = await client.GET("/stores");
  const gone = await client.GET("/contacts/{contact}", {
    params: { path: { contact: "0198c0de-0000-7000-8000-000000000000" } },
  });
  const title: string | undefined = gone.error?.title;
  return {
    calls: Number(response.headers.get("ratelimit-limit")),
    tags: mira.tags,
    batch: many.data,
    consent: found.data?.items[0]?.consent,
    emails,
    stores: stores.data?.items.map(({ name }) => name),
    refusal: [gone.response.status, title],
  };
}`;

/** The same with three mistakes, each of which the types are to find. */
const careless = program
  .replace('firstName: "Mira"', "firstName: 417")
  .replace('state: "subscribed"', 'state: "yes"')
  .replace("mira.tags", "mira.labels");

let front: Front;
beforeAll(async () => {
  front = await openFront();
});
afterAll(() => front.close());

test("its types take a right program and find what is wrong in another", async () => {
  const document = await (await fetch(`${front.url}/api/v1/openapi.json`)).json();
  const types = astToString(await openapiTS(document));
  const faults = faultsIn({ program, careless }, types);
  expect(faults.filter((fault) => !fault.startsWith("careless"))).toEqual([]);
  for (const word of ["Type 'number'", '"yes"', "'labels'"]) expect(faults.join("\n")).toContain(word);
}, 120_000);

test("its calls are answered by the app: upserts, consent, pages, events, refusals", async () => {
  const { ctx } = await makeOwner();
  const key = await makeApiKey(ctx);
  const { store } = await openStore(ctx, { name: "Stall", currency: "EUR", country: "DE", timeZone: "UTC" });
  const client = createClient({ baseUrl: `${front.url}/api/v1`, headers: { authorization: `Bearer ${key}` } });
  const { use } = await loaded(program);
  expect(await use(client, store)).toMatchObject({
    calls: 1200,
    tags: [{ name: "Workshop" }],
    batch: { created: 1, refused: 1 },
    consent: { email: { state: "subscribed" } },
    emails: ["jonas@example.org", "mira@example.org"],
    stores: ["Stall"],
    refusal: [404, "There is no such thing"],
  });
});

type Use = { use: (client: Client<never>, store: string) => Promise<unknown> };

/** The program without its types: it imports nothing. */
function loaded(source: string): Promise<Use> {
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };
  const { outputText } = ts.transpileModule(source, { compilerOptions: options });
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(outputText)}`);
}

/** What the compiler says of each program, with files that lie beside this one in its mind only. */
function faultsIn(programs: Record<string, string>, types: string): string[] {
  const place = `${new URL(".", import.meta.url).pathname}made/`;
  const files = new Map(
    [...Object.entries(programs), ["client", types]].map(([name, of]) => [`${place}${name}.ts`, of]),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.directoryExists = () => true;
  const made = ts.createProgram([...files.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(made)
    .map(
      ({ file, messageText }) =>
        `${file?.fileName.slice(place.length)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
}
