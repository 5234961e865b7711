import type { Metadata } from "next";
import { Card, Fact, Facts } from "@/app/ui/card";
import { ActionForm, FormField, FormSelect } from "@/app/ui/form";
import { PageBody } from "@/app/ui/page-head";
import { Submit } from "@/app/ui/submit";
import { timeZones } from "@/lib/inputs";
import { deliveriesDays, eventsMonths, type Organization, type Retention, retentionOf } from "@/lib/organizations";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { chooseRetention, moveTimeZone, renameOrganization } from "./actions";
import { SettingsHead } from "./tabs";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/settings`);
  return (
    <>
      <SettingsHead org={org} here="" trail={may(ctx, "audit.read")} />
      <PageBody narrow>
        {may(ctx, "organization.edit") ? <Edit organization={organization} /> : <Read organization={organization} />}
        {may(ctx, "organization.edit") ? <Keep org={org} retention={await retentionOf(ctx)} /> : null}
      </PageBody>
    </>
  );
}

function Edit({ organization }: { organization: Organization }) {
  const { slug, name, timeZone } = organization;
  const zones = timeZones();
  return (
    <Card title="Organization">
      <div className="grid gap-6">
        <ActionForm action={renameOrganization} org={slug}>
          <FormField
            label="Name"
            name="name"
            defaultValue={name}
            hint={`The address /${slug} stays as it is.`}
            required
          />
          <div>
            <Submit pending="Saving…">Save the name</Submit>
          </div>
        </ActionForm>
        <ActionForm action={moveTimeZone} org={slug} className="grid gap-4 border-t pt-6">
          <FormSelect
            label="Time zone"
            name="timeZone"
            defaultValue={timeZone}
            hint="Days and midnight are read in it."
          >
            {(zones.includes(timeZone) ? zones : [timeZone, ...zones]).map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </FormSelect>
          <div>
            <Submit pending="Saving…">Save the time zone</Submit>
          </div>
        </ActionForm>
      </div>
    </Card>
  );
}

function Keep({ org, retention }: { org: string; retention: Retention }) {
  return (
    <Card title="How long things are kept">
      <ActionForm action={chooseRetention} org={org}>
        <FormSelect
          label="Visits, messages and what programs told, on timelines"
          name="eventsMonths"
          defaultValue={String(retention.eventsMonths ?? "")}
          hint="Orders, consent with its evidence, lists, tags and segments stay. What is forgotten does not come back."
        >
          <option value="">For ever</option>
          {eventsMonths.map((months) => (
            <option key={months} value={months}>{`${months} months`}</option>
          ))}
        </FormSelect>
        <FormSelect
          label="Deliveries of stores that were applied"
          name="deliveriesDays"
          defaultValue={String(retention.deliveriesDays)}
          hint="Failed ones stay 90 days at least."
        >
          {deliveriesDays.map((days) => (
            <option key={days} value={days}>{`${days} days`}</option>
          ))}
        </FormSelect>
        <div>
          <Submit pending="Saving…">Save</Submit>
        </div>
      </ActionForm>
    </Card>
  );
}

function Read({ organization }: { organization: Organization }) {
  return (
    <Card title="Organization" note="Owners and admins may change this.">
      <Facts>
        <Fact name="Name">{organization.name}</Fact>
        <Fact name="Time zone">{organization.timeZone}</Fact>
      </Facts>
    </Card>
  );
}
