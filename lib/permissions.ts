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
  "orders.edit",
  "api.manage",
  "members.invite",
  "members.remove",
  "organization.edit",
  "audit.read",
] as const;
const owner = [...admin, "members.promote", "organization.delete"] as const;

export type Permission = (typeof owner)[number];

/** What a key of the REST API may be given: its scopes are permissions of the same table, by their own names. */
export const scopes = [
  ...(["contacts.read", "contacts.edit", "contacts.consent", "contacts.export", "contacts.erase"] as const),
  ...(["orders.edit", "stores.read", "stores.connect"] as const),
] satisfies readonly Permission[];
export type Scope = (typeof scopes)[number];

/** Not for a key bound to one store: an erased person leaves every store, and a new store is another one. */
export const scopesOfWhole: readonly Scope[] = ["contacts.erase", "stores.connect"];

export const permissions: Record<Role, readonly Permission[]> = { viewer, editor, admin, owner };

/**
 * Throws `forbidden` when it is not allowed. Jobs, webhooks and operators act for the house; a person for themselves.
 */
export function permit(ctx: Ctx, permission: Permission): void {
  if (may(ctx, permission)) return;
  if (ctx.actor.kind === "key") throw new Failure("forbidden", `This key does not have the scope ${permission}.`);
  throw new Failure("forbidden", "Your role does not allow this. Ask an owner or admin of the organization.");
}

export function may(ctx: Ctx, permission: Permission): boolean {
  if (ctx.actor.kind === "person") return permission === "contacts.consent";
  if (ctx.actor.kind === "key") return ctx.actor.permissions.includes(permission);
  return ctx.actor.kind !== "member" || permissions[ctx.actor.role].includes(permission);
}
