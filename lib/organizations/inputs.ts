import { z } from "zod";
import { Email, line, TimeZone } from "../inputs";

export const roles = ["owner", "admin", "editor", "viewer"] as const;
const Role = z.enum(roles, "Choose a role.");

export const CreateOrganization = z.object({ name: line("a name"), timeZone: TimeZone.catch("UTC") });
export const RenameOrganization = z.object({ name: line("a name") });
export const MoveTimeZone = z.object({ timeZone: TimeZone });
/** `member` is the user's public id. */
export const OneMember = z.object({ member: z.uuid() });
export const ChangeRole = OneMember.extend({ role: Role });
export const Invite = z.object({ email: Email, role: Role.exclude(["owner"], "Choose a role.") });
export const OneInvitation = z.object({ invitation: z.uuid() });
/** `cursor` is what the last page gave: microseconds since 1970, and how many of their lines were shown. */
export const TrailPage = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,17}\.\d{1,6}$/)
    .optional(),
});

export const eventsMonths = [3, 6, 12, 24, 36] as const;
export const deliveriesDays = [7, 30, 90, 365] as const;
/** `eventsMonths` "" = for ever. */
export const ChooseRetention = z.object({
  eventsMonths: z
    .enum(["", ...eventsMonths.map(String)], "Choose how long.")
    .transform((months) => (months ? Number(months) : null)),
  deliveriesDays: z.enum(deliveriesDays.map(String), "Choose how long.").transform(Number),
});
