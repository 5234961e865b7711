import type { Metadata } from "next";
import { ActionButton } from "@/app/ui/action-button";
import { LinkButton } from "@/app/ui/button";
import { Card, Fact, Facts } from "@/app/ui/card";
import { Figure, Figures } from "@/app/ui/figures";
import { Note } from "@/app/ui/note";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Count } from "@/app/ui/values";
import { counted } from "@/lib/format";
import type { FormDetail } from "@/lib/forms/forms";
import { hostedAddress } from "@/lib/forms/snippet";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { closeForm, openForm } from "../actions";
import { Embed } from "./embed";
import { formAt } from "./form";

type Props = { params: Promise<{ org: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/forms/${id}`);
  return { title: (await formAt(ctx, id)).name };
}

export default async function FormPage({ params }: Props) {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/forms/${id}`);
  const form = await formAt(ctx, id);
  return (
    <>
      <PageHead title={<bdi>{form.name}</bdi>} sub={form.store}>
        {may(ctx, "forms.edit") ? <Actions form={form} org={org} /> : null}
      </PageHead>
      <PageBody>
        {form.state === "closed" ? (
          <Note tone="wait">Closed: the form says so wherever it stands, and nobody can sign up.</Note>
        ) : null}
        <Figures label="Sign-ups">
          <Figure value={<Count value={form.signups} />}>{counted(form.signups, "sign-up")}</Figure>
          <Figure value={<Count value={form.confirmed} />}>subscribed</Figure>
          <Figure value={<Count value={form.waiting} />}>waiting for their click</Figure>
          <Figure value={<Count value={form.recent} />}>{counted(form.recent, "sign-up")} in the last 30 days</Figure>
        </Figures>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <div className="grid gap-4">
            <Embed form={form} />
            <About form={form} />
          </div>
          <Card title="Preview" flush>
            <iframe
              src={`${hostedAddress(form.id)}/frame`}
              title={`Preview of ${form.name}`}
              className="h-[640px] w-full border-t"
              loading="lazy"
              inert
            />
          </Card>
        </div>
      </PageBody>
    </>
  );
}

function Actions({ form, org }: { form: FormDetail; org: string }) {
  const open = form.state === "open";
  return (
    <>
      <ActionButton
        action={open ? closeForm : openForm}
        org={org}
        hidden={{ form: form.id }}
        pending={open ? "Closing…" : "Opening…"}
      >
        {open ? "Close the form" : "Open the form"}
      </ActionButton>
      <LinkButton href={`/${org}/forms/${form.id}/edit`} look="go">
        Edit
      </LinkButton>
    </>
  );
}

function About({ form }: { form: FormDetail }) {
  return (
    <Card title="What happens">
      <Facts>
        <Fact name="Confirmation">
          {form.doubleOptIn ? "By a link mailed to the address" : "None, but for who unsubscribed before or was erased"}
        </Fact>
        <Fact name="List to join">{form.list?.name ?? "None"}</Fact>
        <Fact name="Sites">{form.origins.length > 0 ? form.origins.join(", ") : "Any"}</Fact>
        <Fact name="Agreement">
          <span dir="auto" className="whitespace-pre-line">
            {form.agreement}
          </span>
        </Fact>
      </Facts>
    </Card>
  );
}
