import type { Metadata } from "next";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { Fold } from "@/app/ui/fold";
import { ActionForm, FormCheckbox, FormField, FormSelect } from "@/app/ui/form";
import { NotForRole } from "@/app/ui/not-for-role";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Submit } from "@/app/ui/submit";
import { defaultConsentKeys } from "@/lib/connectors/woocommerce/consent";
import type { Kind } from "@/lib/contacts/selection";
import { counted, formatNumber, plural } from "@/lib/format";
import { may } from "@/lib/permissions";
import { listStores, type StoreDetail, type StoreSummary } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";
import { memberContext } from "@/lib/web/session";
import { chooseKinds } from "../../actions";
import { readStore } from "../store";

export const metadata: Metadata = { title: "Whom to take" };

const kinds = [
  [
    "subscriber",
    "Subscribers",
    "People who agreed to get email: a newsletter box, a sign-up, a ticked box at a checkout.",
  ],
  ["buyer", "Buyers", "People with at least one order, guests without an account included."],
  ["contact", "Contacts", "Everybody else who left an address: an account without an order or a consent."],
] as const;

export default async function ChoosePage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/stores/${id}/choose`);
  const store = await readStore(ctx, id);
  if (!may(ctx, "stores.connect"))
    return (
      <NotForRole title="Stores are connected by owners and admins" back="To the stores" href={`/${org}/stores`} />
    );
  const first = store.state === "choosing";
  return (
    <>
      <PageHead
        title={first ? "Whom shall we take?" : "Change whom to take"}
        sub={`${store.platform} · ${store.name}`}
      />
      <PageBody narrow>
        <p className="text-muted">{intro(store)}</p>
        <Card>
          <ActionForm
            action={chooseKinds}
            org={org}
            hidden={{ store: id }}
            className="grid gap-5"
            aria-label="Whom to take"
          >
            <fieldset className="grid gap-4">
              <legend className="sr-only">Kinds of people</legend>
              {kinds.map(([kind, label, hint]) => (
                <FormCheckbox
                  key={kind}
                  name="kinds"
                  value={kind}
                  label={label}
                  hint={first ? `${countOf(kind, store.counts.theirKinds)}${hint}` : hint}
                  defaultChecked={first ? usual(store).includes(kind) : store.selection.includes(kind)}
                />
              ))}
            </fieldset>
            {first && store.abilities.peopleOnly ? <Whose stores={await homesFor(ctx, store)} /> : null}
            {store.abilities.namedConsent ? <Advanced store={store} /> : null}
            <div className="flex gap-2">
              <Submit pending={first ? "Registering…" : "Saving…"}>{first ? "Take these and start" : "Save"}</Submit>
              <LinkButton href={first ? `/${org}/stores` : `/${org}/stores/${id}`} look="bare">
                {first ? "Later" : "Cancel"}
              </LinkButton>
            </div>
          </ActionForm>
        </Card>
      </PageBody>
    </>
  );
}

/** Stores with contacts of their own, which this source's people may join. */
const homesFor = async (ctx: Ctx, { id }: StoreDetail) =>
  (await listStores(ctx)).filter((one) => one.id !== id && !one.joins && ["active", "paused"].includes(one.state));

function Whose({ stores }: { stores: StoreSummary[] }) {
  if (stores.length === 0) return null;
  return (
    <FormSelect
      label="Whose contacts are they?"
      name="joins"
      defaultValue=""
      hint="In a store of yours, who is known there already stays one contact, by e-mail address, else by number, with everything that both tell of them. This cannot be changed later."
    >
      <option value="">Their own: a store beside the others</option>
      {stores.map(({ id, platform, name }) => (
        <option key={id} value={id}>
          {platform} · {name}
        </option>
      ))}
    </FormSelect>
  );
}

/** What is ticked before anybody chose. */
const usual = ({ abilities }: StoreDetail): string[] => (abilities.peopleOnly ? ["contact"] : ["subscriber", "buyer"]);

function Advanced({ store }: { store: StoreDetail }) {
  return (
    <Fold title={<span className="text-muted">Advanced</span>}>
      <FormField
        label="Where this store keeps the newsletter consent"
        name="consentKeys"
        defaultValue={store.consentKeys.join(", ")}
        placeholder={defaultConsentKeys.slice(0, 2).join(", ")}
        autoComplete="off"
        spellCheck={false}
        hint={`WooCommerce has no consent of its own: a plugin writes it under a meta key. Who opts out here is noted there too. Left empty, the keys of known plugins are used: ${defaultConsentKeys.join(", ")}.`}
      />
    </Fold>
  );
}

function intro({ state, counts, abilities }: StoreDetail): string {
  if (state !== "choosing") {
    return "Taking a new kind reads the store for just those people. Unticking a kind removes nobody; it counts from now on.";
  }
  return `Nothing is read before you choose. You can change this later; a person may be of two kinds.${toldBy(counts, abilities)}`;
}

function toldBy(counts: StoreDetail["counts"], { peopleOnly }: StoreDetail["abilities"]): string {
  if (counts.theirCustomers === null) return " This platform does not tell how many there are before they are read.";
  if (peopleOnly)
    return ` It counts ${formatNumber(counts.theirCustomers)} ${counted(counts.theirCustomers, "person", "people")}, and tells of no orders and no sign-ups: all of them are Contacts.`;
  const accounts = plural(counts.theirCustomers, "customer account");
  const all = ` The store counts ${accounts} and ${plural(counts.theirOrders ?? 0, "order")}`;
  return counts.theirKinds
    ? `${all}.`
    : `${all}, but not how many people are of each kind: that shows once they are read.`;
}

function countOf(kind: Kind, counts: StoreDetail["counts"]["theirKinds"]): string {
  const count = counts?.[kind] ?? null;
  if (count === null) return "";
  const beside = kind === "buyer" && counts?.guestsBeside ? " with an account, besides guests" : "";
  return `${formatNumber(count)} there now${beside}. `;
}
