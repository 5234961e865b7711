/** What can be done to many contacts at once: who may, how many in one statement, and what can be put back. */
import type { Permission } from "@/lib/permissions";

export const bulkKinds = [
  "tag",
  "untag",
  "list",
  "unlist",
  "disable",
  "enable",
  "unsubscribe",
  "export",
  "delete",
] as const;

export type BulkKind = (typeof bulkKinds)[number];

type Traits = {
  permission: Permission;
  /** Contacts a batch: small where their rows are locked, for a store's deliveries wait as long as a batch takes. */
  batch: number;
  undoable: boolean;
};

export const traits: Record<BulkKind, Traits> = {
  tag: { permission: "contacts.edit", batch: 10_000, undoable: true },
  untag: { permission: "contacts.edit", batch: 10_000, undoable: true },
  list: { permission: "contacts.edit", batch: 10_000, undoable: true },
  unlist: { permission: "contacts.edit", batch: 10_000, undoable: true },
  disable: { permission: "contacts.edit", batch: 1_000, undoable: true },
  enable: { permission: "contacts.edit", batch: 1_000, undoable: true },
  unsubscribe: { permission: "contacts.consent", batch: 500, undoable: false },
  export: { permission: "contacts.export", batch: 5_000, undoable: false },
  delete: { permission: "contacts.edit", batch: 500, undoable: false },
};

/** For so long an action can be undone and an export fetched. */
export const keptDays = 30;
