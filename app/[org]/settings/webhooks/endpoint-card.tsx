import { ActionButton } from "@/app/ui/action-button";
import { Button } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { DialogForm } from "@/app/ui/dialog-form";
import { Note } from "@/app/ui/note";
import { Status, type Tone } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import type { EndpointView } from "@/lib/endpoints/endpoints";
import { formatNumber } from "@/lib/format";
import { changeEndpoint, deleteEndpoint, pauseEndpoint, resumeEndpoint, testEndpoint } from "./actions";
import { Messages } from "./messages";
import { TopicBoxes } from "./topic-boxes";

type Props = { endpoint: EndpointView; org: string; zone: string };

/** An endpoint: how it stands, what it is told, what was sent last, and what can be done with it. */
export function EndpointCard({ endpoint, org, zone }: Props) {
  const { url, topics, waiting, trouble, failingSince, recent, createdAt, createdBy } = endpoint;
  const { tone, word } = standing(endpoint);
  return (
    <Card title={<bdi className="break-all">{url}</bdi>} aside={<Status tone={tone}>{word}</Status>}>
      <div className="grid gap-4">
        {trouble ? (
          <Note tone="stop">
            {trouble}{" "}
            {failingSince ? (
              <span className="text-muted">
                Since <Time at={failingSince} zone={zone} />.
              </span>
            ) : null}
          </Note>
        ) : null}
        <p className="text-muted">
          Told of {topics.join(", ")}. {waiting > 0 ? `${formatNumber(waiting)} waiting. ` : ""}Made by{" "}
          <bdi>{createdBy}</bdi>, <Time at={createdAt} zone={zone} as="day" />.
        </p>
        <Actions endpoint={endpoint} org={org} />
        <Messages messages={recent} zone={zone} />
      </div>
    </Card>
  );
}

function standing({ state, trouble }: EndpointView): { tone: Tone; word: string } {
  if (state === "disabled") return { tone: "stop", word: "Given up on" };
  if (state === "paused") return { tone: "none", word: "Paused" };
  return trouble ? { tone: "wait", word: "Tried again" } : { tone: "ok", word: "Live" };
}

function Actions({ endpoint, org }: Omit<Props, "zone">) {
  const { id, url, topics, state } = endpoint;
  const it = { org, hidden: { endpoint: id } };
  return (
    <div className="flex flex-wrap gap-2">
      <ActionButton {...it} action={testEndpoint} pending="Sending…">
        Send a test
      </ActionButton>
      {state === "live" ? (
        <ActionButton {...it} action={pauseEndpoint} pending="Pausing…">
          Pause
        </ActionButton>
      ) : (
        <ActionButton {...it} action={resumeEndpoint} pending="Going on…">
          Resume
        </ActionButton>
      )}
      <DialogForm
        {...it}
        trigger={<Button>Topics</Button>}
        title="What it is told"
        action={changeEndpoint}
        verb="Save"
        pending="Saving…"
      >
        <TopicBoxes chosen={topics} />
      </DialogForm>
      <DialogForm
        {...it}
        trigger={<Button look="bare">Delete</Button>}
        title="Delete the endpoint"
        action={deleteEndpoint}
        verb="Delete the endpoint"
        pending="Deleting…"
        look="stop"
      >
        <p className="break-words">
          <bdi>{url}</bdi> is told nothing more, and what still waits for it goes.
        </p>
      </DialogForm>
    </div>
  );
}
