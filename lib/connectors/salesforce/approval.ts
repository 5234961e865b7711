/** Being let into a Salesforce org: OAuth's web server flow with PKCE, and sessions that end when the org says so. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { App, Approval } from "@/lib/connectors/approval";
import { ask, throttled } from "@/lib/connectors/calls";
import { Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { type Fields, isFields, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import { outbound } from "@/lib/connectors/outbound";
import type { Lending } from "@/lib/connectors/types";

/** `loginUrl`: where the session is renewed; `app`: the merchant's own, where it is not the house's. */
export const Credentials = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1),
  loginUrl: z.url(),
  app: z.object({ id: z.string(), secret: z.string() }).optional(),
});
export type Credentials = z.infer<typeof Credentials>;

export const approval: Approval = {
  storeUrl: loginUrl,
  page({ url, app, state, returnUrl, verifier, apiUrl }) {
    const asked = new URLSearchParams({
      response_type: "code",
      client_id: app.id,
      redirect_uri: returnUrl,
      scope: "api refresh_token",
      state,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    return `${apiUrl ?? url}/services/oauth2/authorize?${asked}`;
  },
  async finish(query, { url, app, returnUrl, verifier, apiUrl }) {
    const code = query.get("code");
    const said = query.get("error_description") ?? query.get("error");
    if (!code) throw new Unauthorized(`Salesforce let nobody in: ${(said ?? "it was not approved").slice(0, 200)}.`);
    const grant = { grant_type: "authorization_code", code, redirect_uri: returnUrl, code_verifier: verifier };
    const answer = await token(url, app, grant, apiUrl);
    const [accessToken, refreshToken] = [text(answer.access_token), text(answer.refresh_token)];
    if (!accessToken || !refreshToken || !isGenuine(answer, app)) {
      throw new Unauthorized("Salesforce gave no lasting access. Allow the app “Perform requests at any time”.");
    }
    const credentials: Credentials = { accessToken, refreshToken, loginUrl: url };
    return { credentials, url: instanceIn(answer, apiUrl) };
  },
};

/** How long a session lives is the org's own setting, told by nobody: a refused call is what ends it. */
export const lending: Lending = {
  endsAt: () => null,
  async renew({ credentials, app, apiUrl }) {
    const held = Credentials.parse(credentials);
    const lender = held.app ?? app;
    if (!lender) throw new Unauthorized("The app that asked for this org's access is not known any more.");
    const grant = { grant_type: "refresh_token", refresh_token: held.refreshToken };
    const answer = await token(held.loginUrl, lender, grant, apiUrl);
    const accessToken = text(answer.access_token);
    if (!accessToken) throw new Unreadable("Salesforce renewed the access without telling it.");
    // A refresh token that was rotated works once.
    return { ...held, accessToken, refreshToken: text(answer.refresh_token) ?? held.refreshToken };
  },
};

const ours = /^([a-z0-9-]+(\.[a-z0-9-]+)*\.my\.salesforce\.com|(login|test)\.salesforce\.com)$/;

/** Where to log in: the common page, the one of sandboxes, or an org's own. Any page of the org leads to its own. */
export function loginUrl(typed: string): string | null {
  const host = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .split(/[/?#]/)[0]!
    .replace(/\.lightning\.force\.com$/, ".my.salesforce.com");
  return ours.test(host) ? `https://${host}` : null;
}

/** The org's address. Its host is checked: our calls, and the session with them, go there. */
function instanceIn(answer: Fields, apiUrl: string | undefined): string {
  const told = text(answer.instance_url) ?? "";
  const url = URL.canParse(told) ? new URL(told) : null;
  const known = url?.protocol === "https:" && /\.(salesforce|force)\.com$/.test(url.hostname);
  if (!url || !(known || apiUrl)) throw new Unreadable("Salesforce did not tell where the org lives.");
  return url.origin;
}

/** The answer names the org and is signed with the app's secret. */
function isGenuine(answer: Fields, { secret }: App): boolean {
  const message = `${text(answer.id) ?? ""}${text(answer.issued_at) ?? ""}`;
  const expected = Buffer.from(createHmac("sha256", secret).update(message).digest("base64"));
  const given = Buffer.from(text(answer.signature) ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function token(
  home: string,
  app: App,
  grant: Record<string, string>,
  apiUrl: string | undefined,
): Promise<Fields> {
  const fetch = outbound({ allowPrivate: apiUrl !== undefined });
  const body = new URLSearchParams({ ...grant, client_id: app.id, client_secret: app.secret }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const reply = await ask(fetch, new URL(`${apiUrl ?? home}/services/oauth2/token`), { method: "POST", headers, body });
  if (reply.status === 429 || reply.status >= 500) throw throttled(reply);
  const answer = parsed(reply.text);
  if (!answer) throw new Unreadable(`${reply.url.host} is not Salesforce.`);
  if (reply.status === 200) return answer;
  const said = text(answer.error_description) ?? text(answer.error) ?? `it answered ${reply.status}`;
  throw new Unauthorized(`Salesforce gave no access: ${said.slice(0, 200)}. Connect the org again.`);
}

function parsed(body: string): Fields | undefined {
  try {
    const data = readJson(body);
    return isFields(data) ? data : undefined;
  } catch {
    return undefined;
  }
}
