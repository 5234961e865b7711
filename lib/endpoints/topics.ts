/** What an endpoint may be told, and the lines of timelines it follows from. */
export const topics = ["contact.created", "contact.updated", "contact.deleted", "consent.changed"] as const;
export type Topic = (typeof topics)[number];

const kinds: Record<Topic, readonly string[]> = {
  "contact.created": ["contact.created", "contact.returned", "contact.restored"],
  "contact.updated": ["contact.updated", "contact.edited", "contact.merged"],
  "contact.deleted": ["contact.deleted", "contact.gone", "contact.erased"],
  "consent.changed": ["consent.changed"],
};

const byKind = new Map(topics.flatMap((topic) => kinds[topic].map((kind) => [kind, topic] as const)));

/** The topic that a line of this kind belongs to, if any. */
export const topicOf = (kind: string): Topic | undefined => byKind.get(kind);

/** Kinds of lines that concern these topics. */
export const kindsOf = (wanted: readonly Topic[]): string[] => wanted.flatMap((topic) => kinds[topic]);
