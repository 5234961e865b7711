/** Passwords are kept as argon2id, with OWASP's parameters: 19 MiB, two passes, one lane. */
import { hash, verify } from "@node-rs/argon2";

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string) => hash(password.normalize("NFKC"), cost);

/** Takes as long for an address nobody has (`stored` null) as for a wrong password, so that time tells nothing. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const right = await verify(stored ?? (await nobody()), password.normalize("NFKC"));
  return right && stored !== null;
}

let dummy: Promise<string> | undefined;

function nobody() {
  dummy ??= hashPassword("no account has this password");
  return dummy;
}
