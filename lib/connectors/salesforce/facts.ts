import { Refusal, Unauthorized } from "@/lib/connectors/errors";
import { fieldsIn, text } from "@/lib/connectors/fields";
import { rowsIn, type SalesforceHttp } from "@/lib/connectors/salesforce/http";
import type { Columns } from "@/lib/connectors/salesforce/lists";
import type { StoreFacts } from "@/lib/connectors/types";

const ofOrg = "Name,TimeZoneSidKey,DefaultLocaleSidKey";

/** What the org says of itself; also tries what the user must be allowed to see, and says what is lacking. */
export async function readFacts(http: SalesforceHttp, columns: Columns, url: string): Promise<StoreFacts> {
  const [contacts, leads] = [await columns.of("Contact"), await columns.of("Lead")];
  if (contacts === null && leads === null) {
    throw new Unauthorized("The user who approved may see neither Contacts nor Leads. Grant them to read both.");
  }
  const [org] = rowsIn((await http.get("query", { q: `SELECT ${ofOrg} FROM Organization LIMIT 1` })).data);
  const country = /_([A-Z]{2})(_|$)/.exec(text(org?.DefaultLocaleSidKey) ?? "")?.[1];
  return {
    name: text(org?.Name) ?? new URL(url).hostname.split(".")[0]!,
    homeUrl: url,
    timeZone: text(org?.TimeZoneSidKey) ?? "UTC",
    // There is nothing to count in it: an org has no orders.
    currency: "USD",
    ...(country ? { country } : {}),
  };
}

/** Both at once: of the day's calls each counts. */
export async function readCounts(http: SalesforceHttp): Promise<{ customers: number | null; orders: number | null }> {
  const count = async (q: string) => {
    try {
      const { totalSize } = fieldsIn((await http.get("query", { q })).data);
      return typeof totalSize === "number" ? totalSize : 0;
    } catch (error) {
      if (error instanceof Refusal) return 0;
      throw error;
    }
  };
  const counts = await Promise.all([
    count("SELECT COUNT() FROM Contact"),
    count("SELECT COUNT() FROM Lead WHERE IsConverted = false"),
  ]);
  return { customers: counts[0] + counts[1], orders: null };
}
