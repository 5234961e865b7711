"use server";
import { z } from "zod";
import * as accounts from "@/lib/accounts";
import * as organizations from "@/lib/organizations";
import { action, userAction } from "@/lib/web/action";

export const renameOrganization = action(organizations.RenameOrganization, organizations.rename, { message: "Saved." });
export const moveTimeZone = action(organizations.MoveTimeZone, organizations.moveTimeZone, { message: "Saved." });
export const chooseRetention = action(organizations.ChooseRetention, organizations.chooseRetention, {
  message: "Saved. It holds from the next night on.",
});

export const invite = action(organizations.Invite, organizations.invite, {
  message: ({ sent }) =>
    sent ? "The invitation is on its way." : "Invited, but the mail could not be sent. Send it again in a few minutes.",
});
export const resendInvitation = action(organizations.OneInvitation, organizations.resendInvitation, {
  message: ({ sent }) => (sent ? "Sent again." : "The mail could not be sent. Try again in a few minutes."),
});
export const revokeInvitation = action(organizations.OneInvitation, organizations.revokeInvitation);
export const changeRole = action(organizations.ChangeRole, organizations.changeRole, { message: "Saved." });
export const removeMember = action(organizations.OneMember, organizations.removeMember);
export const leaveOrganization = action(organizations.OneMember, organizations.removeMember, { redirect: () => "/" });

export const changePassword = userAction(accounts.ChangePassword, accounts.changePassword, {
  message: "Your password is changed. Other sessions were logged out.",
});
export const revokeSession = userAction(accounts.OneSession, accounts.revokeSession);
export const revokeOtherSessions = userAction(z.object({}), accounts.revokeOtherSessions, {
  message: (ended) => (ended === 1 ? "1 session was logged out." : `${ended} sessions were logged out.`),
});
export const resendVerification = userAction(z.object({}), accounts.resendVerification, {
  message: ({ sent }) => (sent ? "The mail is on its way." : "The mail could not be sent. Try again in a few minutes."),
});
