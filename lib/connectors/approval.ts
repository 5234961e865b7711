/** Access that a merchant gives at the platform's own page (OAuth 2). */

/** An app at a platform, in whose name access is asked for. `scopes`: what it was granted beyond what we need. */
export type App = { id: string; secret: string; scopes?: string[] };

/** A merchant on the way to the platform's page, and back from it. */
export type Asking = {
  /** The store, as `storeUrl` brought it into shape. */
  url: string;
  app: App;
  /**
   * Unguessable; has to come back as `state` in the query. What a platform does not carry, goes into the return
   * address.
   */
  state: string;
  /**
   * Where the platform sends the merchant back to: one address for all stores, to be named where the app is registered.
   */
  returnUrl: string;
  /** The PKCE verifier: stays here, its S256 challenge travels. */
  verifier: string;
  allowPrivate?: boolean;
  apiUrl?: string;
};

export interface Approval {
  /**
   * The store's address from whatever a merchant pastes, an admin's page too. Null where it is none of this platform's.
   */
  storeUrl(typed: string): string | null;
  /** The platform's page to send the merchant to. */
  page(asking: Asking): string;
  /**
   * Where the platform's own admin opens the app: the address of the store from which a merchant was sent here, just
   * now. Null when the call is not signed by this app, or too old.
   */
  sentFrom?(query: URLSearchParams, secret: string): string | null;
  /**
   * What came back is checked and its code taken to the platform. `url` where only now it is known which store it is.
   * @throws Unauthorized, Throttled, Unreadable, with a sentence for the merchant
   */
  finish(query: URLSearchParams, asking: Asking): Promise<{ credentials: object; url?: string }>;
}
