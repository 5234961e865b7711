/** Special tags: which kinds of people a store gives us (product.md, "Special tags"). */
export const kinds = ["subscriber", "buyer", "contact"] as const;
export type Kind = (typeof kinds)[number];

/** A person's kinds. Someone may be subscriber and buyer; who is neither is a contact. */
export function kindsOf(person: { subscribed: boolean; bought: boolean }): Kind[] {
  const found: Kind[] = [];
  if (person.subscribed) found.push("subscriber");
  if (person.bought) found.push("buyer");
  return found.length > 0 ? found : ["contact"];
}

/** Whether a person of these kinds is taken. */
export const meets = (found: Kind[], selection: readonly Kind[]) => found.some((kind) => selection.includes(kind));
