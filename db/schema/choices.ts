/**
 * How people choose for themselves: sign-up forms, confirmations asked by mail, and opt-outs on their way to a store.
 */
import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, innerId, now, orgId, publicId, ref } from "./columns";
import { contacts } from "./contacts";
import { lists } from "./groups";
import { stores } from "./stores";

export const forms = pgTable(
  "forms",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId().unique(),
    storeId: ref("store_id").notNull(),
    name: text("name").notNull(),
    state: text("state", { enum: ["open", "closed"] })
      .notNull()
      .default("open"),
    title: text("title").notNull(),
    intro: text("intro").notNull().default(""),
    button: text("button").notNull(),
    /** What the person agrees to, word for word; kept as evidence with each sign-up. */
    agreement: text("agreement").notNull(),
    thanks: text("thanks").notNull(),
    /** Fields beside the address: firstName, lastName, phone, birthday. */
    fields: text("fields").array().notNull().default([]),
    doubleOptIn: boolean("double_opt_in").notNull().default(true),
    listId: ref("list_id"),
    /** Site origins the snippet may be embedded in; none = any. */
    origins: text("origins").array().notNull().default([]),
    createdAt: now("created_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.listId], foreignColumns: [lists.orgId, lists.id] }),
    uniqueIndex("forms_name").on(t.orgId, sql`lower(${t.name})`),
  ],
);

/** One submission of a form, confirmed or still waiting for the click in the mail. */
export const formSignups = pgTable(
  "form_signups",
  {
    orgId: orgId(),
    id: innerId(),
    formId: ref("form_id").notNull(),
    contactId: ref("contact_id"),
    email: text("email").notNull(),
    given: jsonb("given").$type<unknown>().notNull().default({}),
    /** The agreement as it was shown, and where. */
    agreement: text("agreement").notNull(),
    page: text("page").notNull().default(""),
    /** Of the showing of the form and the address: a double click is one sign-up. */
    tokenHash: text("token_hash"),
    askedAt: now("asked_at"),
    expiresAt: at("expires_at"),
    mailedAt: at("mailed_at"),
    confirmedAt: at("confirmed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.formId], foreignColumns: [forms.orgId, forms.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }).onDelete("cascade"),
    index("form_signups_of_form").on(t.orgId, t.formId, t.askedAt.desc()),
    index("form_signups_of_contact").on(t.orgId, t.contactId),
    uniqueIndex("form_signups_token").on(t.orgId, t.tokenHash).where(sql`token_hash is not null`),
  ],
);

/**
 * A choice that a store is still to hear of: one row per contact, channel and store that knows the contact, the newest.
 */
export const writeBacks = pgTable(
  "write_backs",
  {
    orgId: orgId(),
    id: innerId(),
    storeId: ref("store_id").notNull(),
    contactId: ref("contact_id").notNull(),
    channel: text("channel", { enum: ["email", "sms", "push"] }).notNull(),
    state: text("state", { enum: ["waiting", "written", "impossible", "failed"] })
      .notNull()
      .default("waiting"),
    askedAt: now("asked_at"),
    attempts: integer("attempts").notNull().default(0),
    nextAt: now("next_at"),
    settledAt: at("settled_at"),
    /** What the store said, or why it cannot hold the choice: a sentence for the merchant. */
    reason: text("reason"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("write_backs_once").on(t.orgId, t.contactId, t.storeId, t.channel),
    index("write_backs_due").on(t.nextAt).where(sql`state = 'waiting'`),
    index("write_backs_of_store").on(t.orgId, t.storeId, t.askedAt.desc()),
    index("write_backs_by_state").on(t.orgId, t.storeId, t.state),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }).onDelete("cascade"),
  ],
);
