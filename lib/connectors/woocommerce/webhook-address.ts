import { isIP } from "node:net";
import { isPublicAddress } from "@/lib/connectors/addresses";

const portsWordPressCalls = new Set(["", "80", "443", "8080"]);

/**
 * Says why a stock WordPress would never deliver to this address, or null. It answers 201 to the registration all the
 * same, and then every delivery fails: better told before. Rules of wp_http_validate_url, checked on a real store.
 */
export function webhookAddressProblem(address: string): string | null {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.username || url.password) return "Stores do not deliver to addresses with a user name or password.";
  if (isIP(host) === 6) return "Stores do not deliver to IPv6 addresses without a name.";
  if (host === "localhost" || (isIP(host) === 4 && !isPublicAddress(host))) {
    return `${host} is this computer or a private network: stores on the internet cannot reach it. Set APP_URL to a public address.`;
  }
  if (!portsWordPressCalls.has(url.port))
    return `Stores deliver to the ports 80, 443 and 8080 only, not to ${url.port}.`;
  return null;
}
