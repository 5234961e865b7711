/** The table of who may do what, written out: a change of lib/permissions.ts must be made here too, on purpose. */
import { describe, expect, test } from "vitest";
import { type Permission, permissions, permit, scopes } from "@/lib/permissions";
import type { Actor, Role } from "@/lib/tenancy";

const table: Record<Permission, Role[]> = {
  "contacts.read": ["viewer", "editor", "admin", "owner"],
  "stores.read": ["viewer", "editor", "admin", "owner"],
  "organization.read": ["viewer", "editor", "admin", "owner"],
  "contacts.edit": ["editor", "admin", "owner"],
  "contacts.consent": ["editor", "admin", "owner"],
  "forms.edit": ["editor", "admin", "owner"],
  "contacts.export": ["admin", "owner"],
  "contacts.erase": ["admin", "owner"],
  "stores.connect": ["admin", "owner"],
  "stores.sync": ["admin", "owner"],
  "stores.disconnect": ["admin", "owner"],
  "orders.edit": ["admin", "owner"],
  "api.manage": ["admin", "owner"],
  "members.invite": ["admin", "owner"],
  "members.remove": ["admin", "owner"],
  "organization.edit": ["admin", "owner"],
  "audit.read": ["admin", "owner"],
  "members.promote": ["owner"],
  "organization.delete": ["owner"],
};

const all = Object.keys(table) as Permission[];
const by = (actor: Actor, permission: Permission) => () => permit({ orgId: 1, actor }, permission);

describe("a member", () => {
  test.each(["viewer", "editor", "admin", "owner"] as const)(
    "as %s may do what the table says, and no more",
    (role) => {
      for (const permission of all) {
        const attempt = expect(by({ kind: "member", userId: 1, name: "M", role }, permission));
        if (table[permission].includes(role)) attempt.not.toThrow();
        else attempt.toThrow(/Your role does not allow this/);
      }
    },
  );

  test("no permission exists beside the table", () => {
    expect([...permissions.owner].sort()).toEqual([...all].sort());
  });
});

test("a person without a log-in may decide over their own consent, and nothing else", () => {
  for (const permission of all) {
    const attempt = expect(by({ kind: "person", name: "The person" }, permission));
    if (permission === "contacts.consent") attempt.not.toThrow();
    else attempt.toThrow(/Your role does not allow this/);
  }
});

test("a key may do what its scopes say, and nothing else", () => {
  for (const scope of scopes) {
    const key = { kind: "key" as const, keyId: 1, name: "Shop", permissions: [scope], storeId: null };
    for (const permission of all) {
      const attempt = expect(by(key, permission));
      if (permission === scope) attempt.not.toThrow();
      else attempt.toThrow(/This key does not have the scope/);
    }
  }
});

test("jobs, webhooks and operators act for the house", () => {
  for (const kind of ["job", "webhook", "operator"] as const) {
    for (const permission of all) expect(by({ kind, name: "Test" }, permission)).not.toThrow();
  }
});
