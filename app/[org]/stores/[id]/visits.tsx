/** Visits to the shop: the script for its pages, from where and of whom it may tell. */
import { ActionButton } from "@/app/ui/action-button";
import { Card } from "@/app/ui/card";
import { CopyText } from "@/app/ui/copy-text";
import { Fold } from "@/app/ui/fold";
import { ActionForm, FormCheckbox, FormSelect, FormTextArea } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { Time } from "@/app/ui/values";
import { plural } from "@/lib/format";
import { may } from "@/lib/permissions";
import type { StoreDetail } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";
import { early, tagOf } from "@/lib/tracking/script";
import { type Snippet, showSnippet } from "@/lib/tracking/snippets";
import { keepSnippet, renewSnippetSecret } from "../actions";

type Props = { ctx: Ctx; org: string; store: StoreDetail; zone: string };

export async function Visits({ ctx, org, store, zone }: Props) {
  const snippet = await showSnippet(ctx, { store: store.id });
  const mayChange = may(ctx, "stores.connect") && store.state !== "disconnected";
  if (!snippet && !mayChange) return null;
  return (
    <Card title="Visits" note={snippet?.active ? undefined : "off"}>
      <p className="mb-3 max-w-2xl text-muted">
        A small script in the shop’s pages tells which pages and products people look at and what they put into the
        cart. What somebody did before they were known joins their timeline as soon as the shop names them.
      </p>
      {snippet?.active ? <Stand snippet={snippet} zone={zone} /> : null}
      {mayChange ? (
        <Fold title={snippet ? "Change what is told" : "Switch on"}>
          <Settings org={org} store={store} snippet={snippet} />
        </Fold>
      ) : null}
      {snippet?.signed && snippet.secret ? <Secret org={org} store={store} secret={snippet.secret} /> : null}
    </Card>
  );
}

function Stand({ snippet, zone }: { snippet: Snippet; zone: string }) {
  return (
    <div className="mb-4 grid max-w-2xl gap-4">
      <p>
        {snippet.heardAt ? (
          <>
            {plural(snippet.visitors, "browser")} in 30 days,{" "}
            {plural(snippet.known, "of a known person", "of known people")}. Last heard{" "}
            <Time at={snippet.heardAt} zone={zone} />.
          </>
        ) : (
          "Nothing was heard yet. Paste the script, and open a page of the shop."
        )}
      </p>
      <CopyText label="Paste this before </head> of every page" value={tagOf(snippet.id)} />
      <Fold title="Naming people, products and carts">
        <div className="grid gap-4">
          <CopyText
            label="Before every call of a page’s own"
            value={early}
            hint="Then calls may come before the script. Pages that carry og:type “product” tell of their product by themselves."
          />
          {calls(snippet).map(([label, value]) => (
            <CopyText key={label} label={label} value={value} />
          ))}
        </div>
      </Fold>
    </div>
  );
}

const calls = ({ signed, consent }: Snippet): [string, string][] => [
  ...(consent === "ask"
    ? [
        ["When the visitor agrees in your banner (false takes it back)", 'clientele("consent", true)'] as [
          string,
          string,
        ],
      ]
    : []),
  [
    "A person who logs in, or has ordered",
    `clientele("identify", { email: "anna@example.com"${signed ? ', signature: "…"' : ""} })`,
  ],
  [
    "A product that is looked at",
    'clientele("product", { product: "SKU-1", name: "Candle", price: 12.5, category: "Candles" })',
  ],
  [
    "A product that goes into the cart",
    'clientele("cart", { product: "SKU-1", name: "Candle", price: 12.5, quantity: 1 })',
  ],
];

function Settings({ org, store, snippet }: { org: string; store: StoreDetail; snippet: Snippet | null }) {
  return (
    <ActionForm action={keepSnippet} org={org} hidden={{ store: store.id }} className="grid max-w-2xl gap-4">
      <FormCheckbox name="active" label="Take in visits" defaultChecked={snippet?.active ?? true} />
      <FormSelect
        label="The visitor’s consent"
        name="consent"
        defaultValue={snippet?.consent ?? "ask"}
        hint="Do Not Track and Global Privacy Control are always respected."
      >
        <option value="ask">Wait until the shop’s cookie banner says yes</option>
        <option value="given">Do not wait: we have another lawful basis</option>
      </FormSelect>
      <FormCheckbox
        name="signed"
        label="Only people whom the shop vouches for"
        hint="The shop’s server signs the address. Without it, whoever knows an address can add visits to its timeline, and nothing else."
        defaultChecked={snippet?.signed ?? false}
      />
      <FormTextArea
        label="Further sites that may tell (optional)"
        name="origins"
        defaultValue={snippet?.origins.join("\n")}
        hint={`One address a line. ${store.url.replace(/^https?:\/\//, "")} may in any case.`}
        inputMode="url"
      />
      <div>
        <Submit pending="Saving…">{snippet ? "Save" : "Switch on"}</Submit>
      </div>
    </ActionForm>
  );
}

function Secret({ org, store, secret }: { org: string; store: StoreDetail; secret: string }) {
  return (
    <Fold title="Signing">
      <div className="grid max-w-2xl gap-3">
        <CopyText
          label="The secret"
          value={secret}
          hint="The signature is HMAC-SHA256 of the address in lower case, as hex. Make it on the server; the secret never goes into a page."
        />
        <div>
          <ActionButton action={renewSnippetSecret} org={org} hidden={{ store: store.id }} pending="Renewing…">
            New secret
          </ActionButton>
        </div>
      </div>
    </Fold>
  );
}
