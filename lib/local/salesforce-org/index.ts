/**
 * A small Salesforce org: the web server flow with PKCE, sessions that end, SOQL over Contacts and Leads with a recycle
 * bin, and the day's quota, as its documents say (nothing here was recorded from a real one). For tests and
 * the demo.
 */
import { createHash, createHmac, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyOf } from "@/lib/local/body";
import { consentPage, declines, unknownApp } from "@/lib/local/consent-page";
import { type Kind, Org, type Row } from "@/lib/local/salesforce-org/org";
import { type Answer, failed, answer as query } from "@/lib/local/salesforce-org/soql";
import { Views } from "@/lib/local/views";

export type SalesforceOrg = Awaited<ReturnType<typeof startSalesforceOrg>>;
export type Options = {
  /** Fields that the user may not see. */
  hidden?: string[];
  /** Objects that the user may not see at all. */
  without?: (Kind | "Campaign")[];
  /** Rows that a page holds at most, however many were asked for: wide rows make short pages. */
  cut?: number;
  /** Each refresh token works once. */
  rotates?: boolean;
  /** Any free one without. */
  port?: number;
  /** The address it tells of itself; without one that at which it listens. */
  instanceUrl?: string;
  name?: string;
  /** Filled before it is asked, and nothing happens in it any more. */
  still?: boolean;
};

export const app = { id: "3MVG9LocalConsumerKey", secret: "LocalConsumerSecret1" };

class Office {
  readonly org: Org;
  readonly views: Views;
  readonly sessions = new Set<string>();
  readonly refreshTokens = new Set<string>();
  /** By code: the challenge that its verifier has to meet. */
  readonly codes = new Map<string, string>();
  quota = { used: 100, limit: 15_000 };

  constructor({ name = "North Candles", still = false }: Options) {
    this.org = new Org(name);
    this.views = new Views(still);
  }
}

/** Starts an org on 127.0.0.1, which is also where one logs in. */
export async function startSalesforceOrg(options: Options = {}) {
  const office = new Office(options);
  const badDays: Answer[] = [];
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    const path = url.pathname.replace("/services/data/v67.0/", "").replace("/services/", "");
    calls.push(`${request.method} ${path}`);
    const { status, body, headers } =
      badDays.shift() ?? reply(office, options, request, url, path, await bodyOf(request));
    const { used, limit } = office.quota;
    const usage = path.startsWith("oauth2") ? {} : { "sforce-limit-info": `api-usage=${used}/${limit}` };
    response.writeHead(status, { "content-type": "application/json;charset=UTF-8", ...usage, ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(options.port ?? 0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    app,
    org: office.org,
    office,
    /** "GET query", in their order. */
    calls,
    misbehave: (...days: Answer[]) => void badDays.push(...days),
    /** How many of the day's calls are used. */
    use(used: number, limit = 15_000) {
      office.quota = { used, limit };
    },
    /** What the user's browser brings back once they agreed: for a page's address. */
    approve: (page: string) => approve(office, page),
    /** A session and what renews it, as the app gets them. */
    issue: () => issue(office),
    /** All sessions end now. */
    expire: () => office.sessions.clear(),
    /** The user takes the app's access back. */
    revoke() {
      office.sessions.clear();
      office.refreshTokens.clear();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function issue(office: Office) {
  const [accessToken, refreshToken] = [randomBytes(16).toString("hex"), randomBytes(16).toString("hex")];
  office.sessions.add(accessToken);
  office.refreshTokens.add(refreshToken);
  return { accessToken, refreshToken };
}

function authorize(office: Office, { instanceUrl }: Options, page: URL, method: string, body: string): Answer {
  const headers = { "content-type": "text/html; charset=utf-8" };
  if (page.searchParams.get("client_id") !== app.id) return { status: 400, headers, body: unknownApp };
  if (method === "POST") {
    const location = declines(body) ? refuse(page) : approve(office, page.href);
    return { status: 303, headers: { ...headers, location }, body: "" };
  }
  const [at, scope] = [instanceUrl ?? page.origin, page.searchParams.get("scope") ?? ""];
  return { status: 200, headers, body: consentPage({ store: office.org.name, at, scope }) };
}

function refuse({ searchParams: asked }: URL): string {
  const back = new URL(asked.get("redirect_uri") ?? "");
  back.searchParams.set("error", "access_denied");
  back.searchParams.set("error_description", "end-user denied authorization");
  back.searchParams.set("state", asked.get("state") ?? "");
  return back.toString();
}

function approve(office: Office, page: string): string {
  const asked = new URL(page).searchParams;
  const back = new URL(asked.get("redirect_uri") ?? "");
  const code = randomBytes(8).toString("hex");
  office.codes.set(code, asked.get("code_challenge") ?? "");
  back.searchParams.set("code", code);
  back.searchParams.set("state", asked.get("state") ?? "");
  return back.toString();
}

function reply(
  office: Office,
  options: Options,
  request: IncomingMessage,
  url: URL,
  path: string,
  body: string,
): Answer {
  if (path === "oauth2/authorize") return authorize(office, options, url, request.method ?? "GET", body);
  if (path === "oauth2/token")
    return token(office, options, new URLSearchParams(body), options.instanceUrl ?? url.origin);
  office.quota.used++;
  const held = request.headers.authorization?.replace("Bearer ", "") ?? "";
  if (!office.sessions.has(held)) return failed(401, "INVALID_SESSION_ID", "Session expired or invalid");
  if (office.quota.used > office.quota.limit)
    return failed(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
  const asked = /^sobjects\/(\w+)\/describe$/.exec(path)?.[1];
  if (asked) return description(asked as Kind, options);
  if (path === "composite/sobjects" && request.method === "PATCH") return update(office.org, JSON.parse(body));
  if (path !== "query" && path !== "queryAll") return failed(404, "NOT_FOUND", "The requested resource does not exist");
  const soql = url.searchParams.get("q") ?? "";
  if (options.without?.some((kind) => soql.includes(` FROM ${kind}`)))
    return failed(400, "INVALID_TYPE", "sObject type is not supported.");
  const sight = { withDeleted: path === "queryAll", hidden: options.hidden ?? [], cut: options.cut ?? 2000 };
  return query(office.org, office.views, soql, sight);
}

function token(office: Office, { rotates }: Options, form: URLSearchParams, origin: string): Answer {
  const refused = (error: string, error_description: string) => ({ status: 400, body: { error, error_description } });
  if (form.get("client_id") !== app.id || form.get("client_secret") !== app.secret)
    return refused("invalid_client", "invalid client credentials");
  if (form.get("grant_type") === "refresh_token") {
    const given = form.get("refresh_token") ?? "";
    if (!office.refreshTokens.has(given)) return refused("invalid_grant", "expired access/refresh token");
    const { accessToken, refreshToken } = issue(office);
    office.refreshTokens.delete(rotates ? given : refreshToken);
    return { status: 200, body: signed(origin, accessToken, rotates ? { refresh_token: refreshToken } : {}) };
  }
  const challenge = createHash("sha256")
    .update(form.get("code_verifier") ?? "")
    .digest("base64url");
  const code = form.get("code") ?? "";
  const fits = office.codes.get(code) === challenge;
  office.codes.delete(code);
  if (!fits) return refused("invalid_grant", "invalid code verifier");
  const { accessToken, refreshToken } = issue(office);
  return { status: 200, body: signed(origin, accessToken, { refresh_token: refreshToken }) };
}

function signed(origin: string, access_token: string, more: object) {
  const id = `${origin}/id/00D000000000001AAA/005000000000001AAA`;
  const issued_at = String(Date.now());
  const signature = createHmac("sha256", app.secret).update(`${id}${issued_at}`).digest("base64");
  return { access_token, instance_url: origin, id, issued_at, signature, token_type: "Bearer", ...more };
}

const columns = {
  Contact: "MailingStreet MailingCity MailingState MailingPostalCode MailingCountry Birthdate",
  Lead: "Street City State PostalCode Country Company IsConverted ConvertedContactId",
};
const shared =
  "Id IsDeleted MasterRecordId FirstName LastName Email Phone MobilePhone HasOptedOutOfEmail CreatedDate SystemModstamp";

function description(kind: Kind, { hidden = [], without = [] }: Options): Answer {
  if (without.includes(kind) || !columns[kind])
    return failed(404, "NOT_FOUND", "The requested resource does not exist");
  const names = `${shared} ${columns[kind]}`.split(" ").filter((name) => !hidden.includes(name));
  return { status: 200, body: { name: kind, fields: names.map((name) => ({ name, type: "string" })) } };
}

function update(org: Org, { records }: { records: ({ id: string } & Partial<Row>)[] }): Answer {
  const body = records.map(({ id, HasOptedOutOfEmail }) => {
    const row = org.find(id);
    const problem = !row ? "INVALID_CROSS_REFERENCE_KEY" : row.IsDeleted ? "ENTITY_IS_DELETED" : null;
    if (problem) return { id, success: false, errors: [{ statusCode: problem, message: problem, fields: [] }] };
    org.change(id, { HasOptedOutOfEmail });
    return { id, success: true, errors: [] };
  });
  return { status: 200, body };
}
