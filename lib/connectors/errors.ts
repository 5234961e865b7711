/** What may go wrong between us and a store, as every connector says it. */

/** The platform asks for less, or is out of reach: wait and try again. */
export class Throttled extends Error {
  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(message);
    this.name = "Throttled";
  }
}

/** The key is refused: only the merchant can mend it. */
export class Unauthorized extends Error {
  override name = "Unauthorized";
}

/**
 * The access was lent and has ended: where the platform lends (`Connector.lending`), it is renewed and the call made
 * again.
 */
export class Expired extends Unauthorized {
  override name = "Expired";
}

/** The platform answered with something that is not its API (HTML, a PHP notice, a proxy's page). */
export class Unreadable extends Error {
  override name = "Unreadable";
}

/** The platform understood a call and declined it (400, 404, 413 and their like), with its own code. */
export class Refusal extends Unreadable {
  override name = "Refusal";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
