/** The shop's door: an app's page, its tokens of an hour with refresh tokens that rotate, and its signature. */
import { createHmac, randomBytes } from "node:crypto";

export const app = { id: "app-0001", secret: "shpss_local_app_secret" };

type Answer = { status: number; body: unknown };

export class Access {
  /** Tokens that hold, by when they end. */
  private readonly tokens = new Map<string, number>();
  private readonly codes = new Set<string>();
  private refreshTokens: string[] = [];
  renewals = 0;

  constructor(readonly seconds: number) {}

  holds = (token: string | undefined) => token !== undefined && (this.tokens.get(token) ?? 0) > Date.now();

  /** A token that an app of the shop's own was given by hand: it does not end. */
  byHand(token = `shpat_${randomBytes(8).toString("hex")}`): string {
    this.tokens.set(token, Number.POSITIVE_INFINITY);
    return token;
  }

  /** Every token ends now, or the app is taken off. */
  end({ refreshToo = false } = {}) {
    this.tokens.clear();
    if (refreshToo) this.refreshTokens = [];
  }

  /** What the browser comes back with when the merchant agreed at this page. */
  agree(page: string, { shop = "north-candles.myshopify.com", at = Date.now() } = {}): URLSearchParams {
    const asked = new URL(page).searchParams;
    const code = randomBytes(8).toString("hex");
    this.codes.add(code);
    const timestamp = String(Math.floor(at / 1000));
    const query = new URLSearchParams({ code, host: btoa(shop), shop, state: asked.get("state") ?? "", timestamp });
    query.set("hmac", createHmac("sha256", app.secret).update(query.toString()).digest("hex"));
    return query;
  }

  token(given: Record<string, string>): Answer {
    if (given.client_id !== app.id || given.client_secret !== app.secret) return refused("application_cannot_be_found");
    if (given.grant_type === "client_credentials") return this.lend(false);
    if (given.grant_type === "refresh_token") {
      if (!this.refreshTokens.includes(given.refresh_token ?? "")) return refused("invalid_request");
      this.renewals += 1;
      // The one before stays good until this one is used.
      this.refreshTokens = [given.refresh_token!];
      return this.lend(true);
    }
    if (!this.codes.delete(given.code ?? "")) return refused("invalid_request");
    return this.lend(given.expiring === "1");
  }

  private lend(refreshing: boolean): Answer {
    const access_token = `shpat_${randomBytes(8).toString("hex")}`;
    this.tokens.set(access_token, Date.now() + this.seconds * 1000);
    const told = { access_token, scope: "read_customers,write_customers,read_orders", expires_in: this.seconds };
    if (!refreshing) return { status: 200, body: told };
    const refresh_token = `shprt_${randomBytes(8).toString("hex")}`;
    this.refreshTokens.push(refresh_token);
    return { status: 200, body: { ...told, refresh_token, refresh_token_expires_in: 7_776_000 } };
  }
}

const refused = (error: string): Answer => ({ status: 400, body: { error, error_description: "Refused." } });
