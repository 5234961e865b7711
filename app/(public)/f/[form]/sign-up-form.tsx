/** One sign-up form, on its own page and inside a merchant's. Everything that people wrote is shown as text. */
import { ActionForm, FormCheckbox, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import type { ShownForm } from "@/lib/forms/shown";
import { signUpAtForm } from "../../actions";
import { Words } from "../../words";

export function SignUpForm({ form, page, framed }: { form: ShownForm; page: string; framed: boolean }) {
  if (!form.open) {
    return (
      <>
        <Words className="text-title font-semibold">{form.title}</Words>
        <p className="text-muted">This form is closed. Nothing can be sent here any more.</p>
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
        hidden={{ form: form.id, paper: form.paper, page, framed: framed ? "on" : "" }}
        aria-label={form.title}
      >
        <FormField label="E-mail address" name="email" type="email" autoComplete="email" inputMode="email" required />
        <Asked form={form} />
        <Trap />
        <FormCheckbox name="agree" label={form.agreement} required dir="auto" />
        <Submit pending="Sending…" className="h-10">
          {form.button}
        </Submit>
      </ActionForm>
    </>
  );
}

/** What follows a sign-up, whoever the address belongs to. */
export function Thanks({ form }: { form: ShownForm }) {
  return (
    <>
      <h1>{form.doubleOptIn ? "One more step" : "Thank you"}</h1>
      <div role="status">
        {form.doubleOptIn ? (
          <p>
            We sent a mail to the address you gave. Press the link in it to confirm; until then nothing else is sent. If
            it does not come within ten minutes, look among the unwanted mail, or sign up again.
          </p>
        ) : (
          <Words>{form.thanks}</Words>
        )}
      </div>
    </>
  );
}

function Asked({ form }: { form: ShownForm }) {
  const asks = (field: ShownForm["fields"][number]) => form.fields.includes(field);
  return (
    <>
      {asks("firstName") ? <FormField label="First name" name="firstName" autoComplete="given-name" /> : null}
      {asks("lastName") ? <FormField label="Last name" name="lastName" autoComplete="family-name" /> : null}
      {asks("phone") ? <FormField label="Phone" name="phone" type="tel" autoComplete="tel" /> : null}
      {asks("birthday") ? <FormField label="Date of birth" name="birthday" type="date" autoComplete="bday" /> : null}
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
