import type { Metadata } from "next";
import { Card } from "@/app/ui/card";
import { PageBody } from "@/app/ui/page-head";
import { listInvitations, listMembers } from "@/lib/organizations";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { SettingsHead } from "../tabs";
import { InvitationLine, InviteForm } from "./invitations";
import { MemberLine } from "./member-line";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { ctx, organization, user } = await memberContext(org, `/${org}/settings/members`);
  const [members, invitations] = await Promise.all([listMembers(ctx), listInvitations(ctx)]);
  const rights = { promote: may(ctx, "members.promote"), remove: may(ctx, "members.remove") };
  const invites = may(ctx, "members.invite");
  const zone = organization.timeZone;
  return (
    <>
      <SettingsHead org={org} here="members" trail={may(ctx, "audit.read")} />
      <PageBody>
        <Card title="Members" note={String(members.length)}>
          <ul>
            {members.map((member) => (
              <MemberLine key={member.id} member={member} me={user.publicId} rights={rights} org={org} />
            ))}
          </ul>
        </Card>
        {invitations.length > 0 ? (
          <Card title="Invitations" note={String(invitations.length)}>
            <ul>
              {invitations.map((invitation) => (
                <InvitationLine key={invitation.id} invitation={invitation} org={org} zone={zone} invites={invites} />
              ))}
            </ul>
          </Card>
        ) : null}
        {invites ? <InviteForm org={org} verified={user.emailVerified} admins={rights.promote} /> : null}
      </PageBody>
    </>
  );
}
