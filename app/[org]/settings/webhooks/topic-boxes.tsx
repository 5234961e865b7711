import type { Topic } from "@/lib/endpoints/topics";
import { CodeBoxes } from "../code-boxes";

export const topicWords: Record<Topic, string> = {
  "contact.created": "Somebody became a contact, or came back",
  "contact.updated": "A contact’s fields changed, or two were merged",
  "contact.deleted": "A contact was deleted or erased, or left the store",
  "consent.changed": "A consent changed, on any channel",
};

/** What an endpoint is told. */
export function TopicBoxes({ chosen }: { chosen: readonly Topic[] }) {
  return (
    <>
      <CodeBoxes legend="It is told when" name="topics" words={topicWords} chosen={chosen} />
      <p className="text-small text-muted">
        Of an imported file it is told what changes in the consent of people who were here before; whom the file adds or
        changes otherwise, and who goes when it is undone, it is not told.
      </p>
    </>
  );
}
