export * from "./inputs";
export { type Invitation, invite, listInvitations, resendInvitation, revokeInvitation } from "./invitations";
export { acceptInvitation, type Offer, readInvitation } from "./joining";
export { changeRole, listMembers, type Member, removeMember } from "./members";
export { create, enter, type Membership, mine, moveTimeZone, type Organization, rename } from "./organizations";
export { chooseRetention, type Retention, retentionOf } from "./retention";
export { readTrail, type TrailLine } from "./trail";
