/** The shapes of the API that several endpoints share. What is checked here is what the documents tell. */
import { z } from "zod";
import { checkField, type Field } from "@/lib/contacts/fields";
import { TagName } from "@/lib/tags/names";

export const Id = z.uuid();
export const Moment = z.iso
  .datetime({ offset: true, error: "Write a moment such as 2026-11-03T14:05:00Z.", abort: true })
  .refine((at) => at >= "1900" && at < "2200", "This is not a moment anybody here has seen.")
  .refine((at) => !farFromUtc.test(at), "No place is so far from UTC: its offset is at most 15:59.");
/** What was done: done later it would be the newest for years. A day is given for clocks that are ahead. */
export const Happened = Moment.refine(
  (at) => !(Date.parse(at) > Date.now() + 86_400_000),
  "This is still to come: tell it once it has happened.",
);
/** PostgreSQL reads offsets up to 15:59. */
const farFromUtc = /[+-](1[6-9]|2\d):\d\d$/;
/** As answers give it. */
export const At = z.string().nullable();

export const channels = ["email", "sms", "push"] as const;
const Channel = z.enum(channels);
const State = z.enum(["never", "pending", "subscribed", "unsubscribed"]);

const Consent = z.object({ state: State, since: At }).meta({ id: "Consent" });

export const Contact = z
  .object({
    id: Id,
    store: Id,
    externalId: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable().meta({ description: "E.164." }),
    firstName: z.string(),
    lastName: z.string(),
    birthday: z.string().nullable(),
    gender: z.string().nullable(),
    language: z.string().nullable(),
    company: z.string().nullable(),
    line1: z.string().nullable(),
    line2: z.string().nullable(),
    postcode: z.string().nullable(),
    city: z.string().nullable(),
    region: z.string().nullable(),
    country: z.string().nullable(),
    source: z.string(),
    specialTags: z.array(z.string()),
    tags: z.array(z.object({ id: Id, name: z.string() })),
    lists: z.array(z.object({ id: Id, name: z.string() })),
    consent: z.object({ email: Consent, sms: Consent, push: Consent }),
    disabled: z.boolean(),
    excluded: z.boolean(),
    orders: z.int(),
    spent: z.string().meta({ description: "An exact decimal in `currency`, refunds taken off." }),
    currency: z.string(),
    firstOrderAt: At,
    lastOrderAt: At,
    lastInteractionAt: At,
    createdAt: At,
    updatedAt: At,
  })
  .meta({ id: "Contact" });

/** News of a choice. An opt-in must say since when and by which words: lib/consent decides what it changes. */
export const ConsentNews = z
  .strictObject({
    channel: Channel,
    state: z.enum(["subscribed", "unsubscribed"]),
    at: Moment.optional().meta({ description: "When the person chose. Needed to subscribe; else now." }),
    evidence: z
      .string()
      .trim()
      .min(10, "Say in a sentence how they chose: it is kept as evidence.")
      .max(500)
      .optional()
      .meta({ description: "Where and by which words the person chose. Needed to subscribe." }),
    method: z.string().trim().min(1).max(60).optional(),
  })
  .superRefine((news, context) => {
    if (news.state !== "subscribed") return;
    for (const field of ["at", "evidence"] as const) {
      if (!news[field])
        context.addIssue({ code: "custom", path: [field], message: `Needed to subscribe: ${why[field]}` });
    }
  })
  .meta({ id: "ConsentNews" });

const why = {
  at: "only an opt-in newer than the last opt-out counts.",
  evidence: "an opt-in without proof is none.",
};

const word = (field: Field) =>
  z
    .string()
    .max(2_000)
    .nullable()
    .transform((typed, context) => {
      const checked = checkField(field, typed ?? "", null);
      if ("value" in checked) return checked.value;
      context.addIssue({ code: "custom", message: checked.wrong });
      return z.NEVER;
    })
    .optional();

/** What may be said of a person. Null or "" empties a field; one that is absent stays as it is. */
export const ContactInput = z
  .strictObject({
    email: z
      .string()
      .transform((typed, context) => {
        const checked = checkField("email", typed, null);
        if ("value" in checked && checked.value) return checked.value;
        context.addIssue({
          code: "custom",
          message: "wrong" in checked ? checked.wrong : "Enter an address, or leave this out.",
        });
        return z.NEVER;
      })
      .optional(),
    phone: z
      .string()
      .max(60)
      .nullable()
      .optional()
      .meta({ description: "Without a country code it is read with the contact’s or the store’s country." }),
    externalId: z
      .string()
      .trim()
      .min(1)
      .max(190)
      .optional()
      .meta({ description: "Your own id of the person, in stores of the kind “api”." }),
    firstName: word("firstName"),
    lastName: word("lastName"),
    birthday: word("birthday"),
    gender: word("gender"),
    language: word("language"),
    company: word("company"),
    line1: word("line1"),
    line2: word("line2"),
    postcode: word("postcode"),
    city: word("city"),
    region: word("region"),
    country: word("country"),
    tags: z.array(TagName).max(50).optional().meta({ description: "Names; unknown ones are made. None is taken off." }),
    lists: z.array(Id).max(50).optional().meta({ description: "Lists to join, by id." }),
    consent: z.array(ConsentNews).max(3).optional(),
  })
  .refine((one) => one.email || one.phone, { message: "Give an e-mail address or a phone number.", path: ["email"] })
  .meta({ id: "ContactInput" });

export type ContactInput = z.output<typeof ContactInput>;

export const OneContact = z.object({ contact: Id });
export const InStore = { store: Id.optional().meta({ description: "Needed where there is more than one store." }) };

/** A page of something: `next` is the cursor of the following one, null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

export const Paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(8_000).optional().meta({ description: "The `next` of the page before." }),
};
