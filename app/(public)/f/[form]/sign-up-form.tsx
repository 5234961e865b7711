/** One sign-up form, on its own page and inside a merchant's. Everything that people wrote is shown as text. */
import { ActionForm, FormCheckbox, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import type { ShownForm } from "@/lib/forms/shown";
import { signUpAtForm } from "../../actions";
import type { Speaker } from "../../speaker";
import { Words } from "../../words";

type Props = { form: ShownForm; page: string; framed?: "light" | "dark" | "unsaid"; speaker: Speaker };

export function SignUpForm({ form, page, framed, speaker: { language, say } }: Props) {
  if (!form.open) {
    return (
      <>
        <Words className="text-title font-semibold">{form.title}</Words>
        <p className="text-muted">{say("This form is closed. Nothing can be sent here any more.")}</p>
      </>
    );
  }
  return (
    <>
      <h1 dir="auto" className="break-words">
        {form.title}
      </h1>
      {form.intro ? <Words>{form.intro}</Words> : null}
      <ActionForm
        action={signUpAtForm}
        hidden={{
          form: form.id,
          paper: form.paper,
          page,
          framed: framed ?? "",
          language,
        }}
        aria-label={form.title}
      >
        <FormField
          label={say("E-mail address")}
          name="email"
          type="email"
          autoComplete="email"
          inputMode="email"
          required
        />
        <Asked form={form} say={say} />
        <Trap />
        <FormCheckbox name="agree" label={form.agreement} required dir="auto" />
        <Submit pending={say("Sending…")} className="h-10">
          {form.button}
        </Submit>
      </ActionForm>
    </>
  );
}

/** What follows a sign-up, whoever the address belongs to. */
export function Thanks({ form, say }: { form: ShownForm } & Pick<Speaker, "say">) {
  return (
    <>
      <h1>{say(form.doubleOptIn ? "One more step" : "Thank you")}</h1>
      <div role="status">
        {form.doubleOptIn ? (
          <p>
            {say(
              "If we may write to the address you gave, a mail is on its way to it. Press the link in it to confirm: only then does this sign-up count. If it does not come within ten minutes, look among the unwanted mail, or sign up again.",
            )}
          </p>
        ) : (
          <>
            <Words>{form.thanks}</Words>
            <p className="text-muted">
              {say(
                "If this address unsubscribed before, it is subscribed again only by the link in the mail that we send to it.",
              )}
            </p>
          </>
        )}
      </div>
    </>
  );
}

function Asked({ form, say }: { form: ShownForm } & Pick<Speaker, "say">) {
  const asks = (field: ShownForm["fields"][number]) => form.fields.includes(field);
  return (
    <>
      {asks("firstName") ? <FormField label={say("First name")} name="firstName" autoComplete="given-name" /> : null}
      {asks("lastName") ? <FormField label={say("Last name")} name="lastName" autoComplete="family-name" /> : null}
      {asks("phone") ? <FormField label={say("Phone")} name="phone" type="tel" autoComplete="tel" /> : null}
      {asks("birthday") ? (
        <FormField label={say("Date of birth")} name="birthday" type="date" autoComplete="bday" />
      ) : null}
    </>
  );
}

/** People neither see nor reach it; programs fill it in. */
function Trap() {
  return (
    <div aria-hidden className="absolute -left-[9999px] size-px overflow-hidden">
      <label>
        Leave this empty
        <input name="website" tabIndex={-1} autoComplete="off" />
      </label>
    </div>
  );
}
