import { Fold } from "@/app/ui/fold";
import { Status, type Tone } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import type { Message } from "@/lib/endpoints/endpoints";
import { plural } from "@/lib/format";

const states: Record<Message["state"], { tone: Tone; word: string }> = {
  waiting: { tone: "wait", word: "Waiting" },
  delivered: { tone: "ok", word: "Delivered" },
  failed: { tone: "stop", word: "Failed" },
};

/** The newest messages and what became of each. */
export function Messages({ messages, zone }: { messages: Message[]; zone: string }) {
  if (messages.length === 0) return <p className="text-muted">Nothing was sent yet.</p>;
  return (
    <Fold title={<span className="font-medium">Recent deliveries</span>}>
      <ul>
        {messages.map((message) => (
          <MessageLine key={message.id} message={message} zone={zone} />
        ))}
      </ul>
    </Fold>
  );
}

function MessageLine({ message, zone }: { message: Message; zone: string }) {
  const { topic, state, attempts, createdAt, nextAt, answer } = message;
  const { tone, word } = states[state];
  const tried = state === "waiting" && attempts > 0;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-b py-2 last:border-0">
      <code>{topic}</code>
      <span className="text-small text-muted">
        <Time at={createdAt} zone={zone} />
      </span>
      <span className="col-span-2 text-muted">
        <Status tone={tone} wrap>
          {word}
          {attempts > 1 || tried ? ` after ${plural(attempts, "try", "tries")}` : ""}
          {answer ? `: ${answer}` : ""}
          {tried ? (
            <>
              , next <Time at={nextAt} zone={zone} />
            </>
          ) : null}
        </Status>
      </span>
    </li>
  );
}
