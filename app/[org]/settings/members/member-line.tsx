import { Button } from "@/app/ui/button";
import { Line } from "@/app/ui/card";
import { Dialog, DialogClose } from "@/app/ui/dialog";
import { ActionForm, FormSelect } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { type Member, roles } from "@/lib/organizations";
import { changeRole, leaveOrganization, removeMember } from "../actions";

type Rights = { promote: boolean; remove: boolean };

/** A member with what may be done to them; oneself may always leave. */
export function MemberLine({ member, me, rights, org }: { member: Member; me: string; rights: Rights; org: string }) {
  const myself = member.id === me;
  const removable = myself || rights.promote || (rights.remove && !["owner", "admin"].includes(member.role));
  return (
    <Line
      end={
        <div className="flex items-center gap-2 text-base">
          {rights.promote ? <RoleDialog member={member} org={org} /> : member.role}
          {removable ? <RemoveDialog member={member} org={org} myself={myself} /> : null}
        </div>
      }
    >
      <div className="font-medium">
        {member.name}
        {myself ? <span className="font-normal text-muted"> (you)</span> : null}
      </div>
      <div className="truncate text-muted">{member.email}</div>
    </Line>
  );
}

function RoleDialog({ member, org }: { member: Member; org: string }) {
  const trigger = <Button aria-label={`Role of ${member.name}: ${member.role}`}>{member.role}</Button>;
  return (
    <Dialog trigger={trigger} title={`Role of ${member.name}`}>
      <ActionForm action={changeRole} org={org} hidden={{ member: member.id }}>
        <FormSelect label="Role" name="role" defaultValue={member.role}>
          {roles.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </FormSelect>
        <dl className="grid gap-1 text-small text-muted">
          <div>Viewers see everything, editors change contacts, admins also connect stores and invite.</div>
          <div>Owners also choose roles. There is always at least one owner.</div>
        </dl>
        <Submit pending="Saving…">Save the role</Submit>
      </ActionForm>
    </Dialog>
  );
}

function RemoveDialog({ member, org, myself }: { member: Member; org: string; myself: boolean }) {
  const verb = myself ? "Leave" : "Remove";
  const trigger = (
    <Button look="bare" aria-label={myself ? "Leave the organization" : `Remove ${member.name}`}>
      {verb}
    </Button>
  );
  return (
    <Dialog trigger={trigger} title={myself ? "Leave the organization" : `Remove ${member.name}`}>
      <p>
        {myself
          ? "You lose access at once. Only an invitation brings you back."
          : `${member.name} loses access at once. What they did stays, under their name.`}
      </p>
      <ActionForm action={myself ? leaveOrganization : removeMember} org={org} hidden={{ member: member.id }}>
        <div className="flex justify-end gap-2">
          <DialogClose render={<Button>Cancel</Button>} />
          <Submit look="stop" pending={myself ? "Leaving…" : "Removing…"}>
            {myself ? "Leave the organization" : `Remove ${member.name}`}
          </Submit>
        </div>
      </ActionForm>
    </Dialog>
  );
}
