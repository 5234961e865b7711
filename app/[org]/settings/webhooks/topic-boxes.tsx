import { FormCheckbox } from "@/app/ui/form";
import { type Topic, topics } from "@/lib/endpoints/topics";

export const topicWords: Record<Topic, string> = {
  "contact.created": "Somebody became a contact, or came back",
  "contact.updated": "A contact’s fields changed, or two were merged",
  "contact.deleted": "A contact was deleted or erased, or left the store",
  "consent.changed": "A consent changed, on any channel",
};

/** What an endpoint is told. */
export function TopicBoxes({ chosen }: { chosen: readonly Topic[] }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium">It is told when</legend>
      {topics.map((topic) => (
        <FormCheckbox
          key={topic}
          name="topics"
          value={topic}
          label={topicWords[topic]}
          hint={<code className="text-small">{topic}</code>}
          defaultChecked={chosen.includes(topic)}
        />
      ))}
    </fieldset>
  );
}
