/** The one table of who may do what. A verb's first line is `permit(ctx, "…")`. */
import { Failure } from "./errors";
import type { Ctx, Role } from "./tenancy";

const viewer = ["contacts.read", "stores.read", "organization.read"] as const;
const editor = [...viewer, "contacts.edit", "contacts.consent", "forms.edit"] as const;
const admin = [
  ...editor,
  "contacts.export",
  "contacts.erase",
  "stores.connect",
  "stores.sync",
  "stores.disconnect",
  "members.invite",
  "members.remove",
  "organization.edit",
  "audit.read",
] as const;
const owner = [...admin, "members.promote", "organization.delete"] as const;

export type Permission = (typeof owner)[number];

export const permissions: Record<Role, readonly Permission[]> = { viewer, editor, admin, owner };

/** Throws `forbidden` when it is not allowed. Jobs, webhooks and operators act for the house; a person for themselves. */
export function permit(ctx: Ctx, permission: Permission): void {
  if (may(ctx, permission)) return;
  throw new Failure("forbidden", "Your role does not allow this. Ask an owner or admin of the organization.");
}

export function may(ctx: Ctx, permission: Permission): boolean {
  if (ctx.actor.kind === "person") return permission === "contacts.consent";
  return ctx.actor.kind !== "member" || permissions[ctx.actor.role].includes(permission);
}
