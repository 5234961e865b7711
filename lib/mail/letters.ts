/** The letters about accounts and organizations. */
import { appUrl } from "../env";
import { type Letter, letter } from "./letter";

export function verifyLetter(name: string, token: string): Letter {
  return letter({
    kind: "verify",
    subject: "Confirm your e-mail address",
    name,
    before: ["Please confirm that this is your address. After that you can invite others to your organization."],
    button: { label: "Confirm my address", url: `${appUrl()}/verify?token=${token}` },
    after: ["The link works once, for 24 hours. If you did not sign up at Clientele, ignore this mail."],
  });
}

export function resetLetter(name: string, token: string): Letter {
  return letter({
    kind: "reset",
    subject: "Choose a new password",
    name,
    before: ["Somebody asked for a new password for your account. If it was you, choose one here:"],
    button: { label: "Choose a new password", url: `${appUrl()}/reset?token=${token}` },
    after: ["The link works once, for one hour. If it was not you, ignore this mail: your password stays as it is."],
  });
}

export function passwordChangedLetter(name: string): Letter {
  return letter({
    kind: "password-changed",
    subject: "Your password was changed",
    name,
    before: ["The password of your account was changed just now, and other sessions were logged out."],
    button: { label: "It was not me: choose a new password", url: `${appUrl()}/forgot` },
    after: ["If it was you, there is nothing to do."],
  });
}

export function invitationLetter(invitation: {
  inviter: string;
  organization: string;
  role: string;
  token: string;
}): Letter {
  const { inviter, organization, role, token } = invitation;
  return letter({
    kind: "invitation",
    subject: `${inviter} invites you to ${organization}`,
    name: "",
    before: [`${inviter} invites you to work in ${organization} at Clientele, as ${role}.`],
    button: { label: `Join ${organization}`, url: `${appUrl()}/invite/${token}` },
    after: ["The invitation is for this address only and ends in 7 days. If you do not know the sender, ignore it."],
  });
}
