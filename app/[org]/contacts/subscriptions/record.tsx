/** The two forms by which a member records what somebody chose. */
import { ActionForm, FormField, FormSelect } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { channelWords } from "@/app/ui/words";
import { unsubscribeContactAction } from "../row/actions";
import { subscribeContactAction } from "./actions";

type Props = { contact: string; org: string; channels: string[] };

export function OptOut({ contact, org, channels }: Props) {
  return (
    <ActionForm action={unsubscribeContactAction} org={org} hidden={{ contact }} aria-label="Unsubscribe">
      <p className="text-muted">This cannot be undone: only their own, newer opt-in lifts it.</p>
      <Channel channels={channels} />
      <FormField label="Reason" name="reason" maxLength={500} hint="Optional. Kept as evidence, with your name." />
      <div>
        <Submit look="stop" pending="Unsubscribing…">
          Unsubscribe
        </Submit>
      </div>
    </ActionForm>
  );
}

export function OptIn({ contact, org, channels, zone }: Props & { zone: string }) {
  return (
    <ActionForm action={subscribeContactAction} org={org} hidden={{ contact }} aria-label="Record a consent">
      <p className="text-muted">
        They told you themselves that they want your messages. It counts from the moment they did, and only when that is
        later than their last opt-out.
      </p>
      <Channel channels={channels} />
      <FormField label="When they agreed" name="at" type="datetime-local" hint={`${zone}, your organization’s time.`} />
      <FormField
        label="How they agreed"
        name="statement"
        maxLength={500}
        hint="One sentence, kept as evidence: “Signed the card at the spring fair.”"
      />
      <div>
        <Submit pending="Recording…">Record the consent</Submit>
      </div>
    </ActionForm>
  );
}

function Channel({ channels }: Pick<Props, "channels">) {
  return (
    <FormSelect label="Channel" name="channel" defaultValue={channels[0]}>
      {channels.map((channel) => (
        <option key={channel} value={channel}>
          {channelWords[channel]}
        </option>
      ))}
    </FormSelect>
  );
}
