import { Plus } from "lucide-react";
import { Button } from "@/app/ui/button";
import { FormField } from "@/app/ui/form";
import { SecretDialog } from "@/app/ui/secret-dialog";
import { topics } from "@/lib/endpoints/topics";
import { createEndpoint } from "./actions";
import { TopicBoxes } from "./topic-boxes";

export function NewEndpoint({ org }: { org: string }) {
  const trigger = (
    <Button look="go">
      <Plus aria-hidden /> New endpoint
    </Button>
  );
  return (
    <SecretDialog
      trigger={trigger}
      title="New endpoint"
      action={createEndpoint}
      org={org}
      verb="Create the endpoint"
      pending="Creating…"
      label="Signing secret"
      hint="Messages are signed with it in the form of Standard Webhooks. Check the signature before you believe one."
    >
      <FormField
        label="Address"
        name="url"
        inputMode="url"
        autoComplete="off"
        placeholder="https://shop.example/hooks/clientele"
        hint="Answer with any 2xx within 15 seconds. Anything else is tried again for three days."
        required
      />
      <TopicBoxes chosen={topics} />
    </SecretDialog>
  );
}
