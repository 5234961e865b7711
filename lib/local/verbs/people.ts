import { z } from "zod";
import { NewPassword, Owner } from "@/lib/accounts";
import { Email } from "@/lib/inputs";
import { AddMember, addMember, makeOwner, resetPasswordOf } from "@/lib/operations";
import { randomSecret } from "@/lib/secrets";
import type { Words } from "../clientele";
import { say } from "../plainly";
import { operator } from "./operator";

export async function ownerVerb(given: Words) {
  const password = given.password ?? randomSecret(12);
  const owner = Owner.parse({ ...given, password, timeZone: given["time-zone"] ?? "UTC" });
  const { slug } = await makeOwner(operator(), owner);
  say(`${owner.email} owns the organization "${owner.organization}" (/${slug}).`);
  tell(given, password);
}

export async function memberVerb(given: Words) {
  const password = given.password ?? randomSecret(12);
  const member = AddMember.parse({ ...given, password });
  await addMember(operator(), member);
  say(`${member.email} is ${member.role} of ${member.organization}.`);
  tell(given, password);
}

const NewPair = z.object({ email: Email, password: NewPassword });

export async function passwordVerb(given: Words) {
  const password = given.password ?? randomSecret(12);
  await resetPasswordOf(operator(), NewPair.parse({ ...given, password }));
  say("The password is changed, and the person is logged out everywhere.");
  tell(given, password);
}

/** Only one that was made here is shown: what the operator typed, they know. */
function tell(given: Words, password: string) {
  if (!given.password) say(`Password: ${password}`);
}
