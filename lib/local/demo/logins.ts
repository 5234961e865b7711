import type postgres from "postgres";
import { passwordMatches } from "@/lib/accounts/password";
import { demoPassword, demoPeople } from "./plan";

/** The demo's people who still log in with its password, to be shown at the end of a start. */
export async function demoLogins(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql`select email, password_hash as hash from users
    where email = any(${demoPeople.map(({ email }) => email)}) order by id`;
  const found: string[] = [];
  for (const { email, hash } of rows) if (await passwordMatches(hash, demoPassword)) found.push(email);
  return found;
}
