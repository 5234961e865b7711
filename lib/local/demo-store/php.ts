/** How PHP and WordPress write things that JavaScript writes differently. */

/** JSON as PHP's json_encode writes it: slashes escaped, everything beyond ASCII as \uXXXX. */
export function phpJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("/", "\\/")
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Seconds since 1970 as WordPress writes UTC: no zone, no fraction. */
export const gmt = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19);

/** The shop's own clock. Offsets are looked up once an hour of history, since asking Intl is slow. */
export class ShopClock {
  private readonly offsets = new Map<number, number>();
  private readonly format: Intl.DateTimeFormat;

  constructor(readonly timeZone: string) {
    this.format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  }

  /** Local time without zone. */
  local(seconds: number): string {
    return gmt(seconds + this.offset(seconds));
  }

  /** Seconds for a local time without zone. */
  fromLocal(local: string): number {
    const asUtc = Math.floor(Date.parse(`${local}Z`) / 1000);
    return asUtc - this.offset(asUtc - this.offset(asUtc));
  }

  /** Seconds to add to UTC. */
  offset(seconds: number): number {
    const hour = Math.floor(seconds / 3600);
    const known = this.offsets.get(hour);
    if (known !== undefined) return known;
    const name = this.format.formatToParts(hour * 3_600_000).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    const offset = hours ? (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60) : 0;
    this.offsets.set(hour, offset);
    return offset;
  }
}

/** An error as WordPress's REST API writes it. */
export const wpError = (code: string, message: string, status: number) => ({ code, message, data: { status } });
