import Link from "next/link";
import { ActionButton } from "@/app/ui/action-button";
import { Card, Line } from "@/app/ui/card";
import { ActionForm, FormField, FormSelect } from "@/app/ui/form";
import { Note } from "@/app/ui/note";
import { Status } from "@/app/ui/status";
import { Submit } from "@/app/ui/submit";
import { Time } from "@/app/ui/values";
import type { Invitation } from "@/lib/organizations";
import { invite, resendInvitation, revokeInvitation } from "../actions";

/** Asks for an address and a role. Whoever has not confirmed their own address is told to do that first. */
export function InviteForm({ org, verified, admins }: { org: string; verified: boolean; admins: boolean }) {
  if (!verified) {
    return (
      <Note tone="wait">
        Confirm your e-mail address before you invite others: follow the link that we sent you, or{" "}
        <Link className="underline underline-offset-3" href={`/${org}/settings/security`}>
          send it again
        </Link>
        .
      </Note>
    );
  }
  return (
    <Card title="Invite somebody">
      <ActionForm action={invite} org={org} aria-label="Invite somebody">
        <div className="grid items-start gap-4 md:grid-cols-[1fr_160px]">
          <FormField label="E-mail address" name="email" type="email" autoComplete="off" required />
          <FormSelect label="Role" name="role" defaultValue="editor">
            {admins ? <option>admin</option> : null}
            <option>editor</option>
            <option>viewer</option>
          </FormSelect>
        </div>
        <div>
          <Submit pending="Inviting…">Send the invitation</Submit>
        </div>
      </ActionForm>
    </Card>
  );
}

type LineProps = { invitation: Invitation; org: string; zone: string; invites: boolean };

export function InvitationLine({ invitation, org, zone, invites }: LineProps) {
  const hidden = { invitation: invitation.id };
  const end = (
    <div className="flex flex-wrap justify-end gap-2 text-base">
      <ActionButton action={resendInvitation} org={org} hidden={hidden} look="bare" pending="Sending…">
        Send again
      </ActionButton>
      <ActionButton action={revokeInvitation} org={org} hidden={hidden} look="bare" pending="Withdrawing…">
        Withdraw
      </ActionButton>
    </div>
  );
  return (
    <Line end={invites ? end : null}>
      <div className="truncate font-medium">{invitation.email}</div>
      <div className="text-muted">
        {invitation.role} · {invitation.expired ? <Status tone="wait">expired</Status> : "until "}
        {invitation.expired ? null : <Time at={invitation.expiresAt} zone={zone} />}
      </div>
    </Line>
  );
}
