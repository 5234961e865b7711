import type { z } from "zod";
import { notFound } from "../errors";
import { spend } from "../limits";
import { joinBy, readInvitation } from "../organizations/joining";
import { database } from "../tenancy";
import type { Join, Visitor } from "./inputs";
import { hashPassword } from "./password";
import { addUser } from "./sign-up";

/** Somebody new follows an invitation: the account is made with the invited address, which the link proves. */
export async function joinAsNewUser(input: z.output<typeof Join>, visitor: Visitor) {
  await spend("sign-up", visitor.ip);
  const offer = await readInvitation(input.token);
  if (!offer) throw notFound("invitation");
  const passwordHash = await hashPassword(input.password);
  return database().orm.transaction(async (db) => {
    const user = await addUser(db, { email: offer.email, name: input.name, passwordHash, verified: true });
    return { userId: user.id, ...(await joinBy(db, input.token, user.id)) };
  });
}
