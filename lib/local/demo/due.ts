import type postgres from "postgres";
import { demoPeople, demoShops } from "./plan";

/** Stands in the trail of each organization of the demo once it was filled in to the end. */
export const demoFilled = "demo.filled";

/**
 * Whether the demo is still to be filled in: nobody but its own people is there, and an earlier filling did not end.
 */
export async function demoIsDue(sql: postgres.Sql): Promise<boolean> {
  const own = demoPeople.map(({ email }) => email);
  const others = await sql`select 1 from users where email <> all(${own}) limit 1`;
  if (others.length > 0) return false;
  const [filled] = await sql`select count(distinct org_id)::int as n from audit_trail where verb = ${demoFilled}`;
  return filled?.n < demoShops.length;
}
