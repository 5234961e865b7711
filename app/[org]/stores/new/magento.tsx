import { Card } from "@/app/ui/card";
import { ActionForm, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { connectMagento } from "../actions";
import { DemoNote, demoFor } from "./demo-note";

const values = [
  ["consumerKey", "Consumer key"],
  ["consumerSecret", "Consumer secret"],
  ["accessToken", "Access token"],
  ["accessTokenSecret", "Access token secret"],
] as const;

/** By the four values of an integration that the merchant makes. `url` is a store's that is connected again. */
export function ConnectMagento({ org, url }: { org: string; url: string | undefined }) {
  const demo = demoFor("magento", url);
  return (
    <>
      {demo ? (
        <DemoNote platform="magento" url={demo.url}>
          The form holds the values of its integration: press Connect, or put those of your own shop in their place. Its
          news is read every five minutes.
        </DemoNote>
      ) : null}
      <Card>
        <p className="mb-5 text-muted">
          In Magento’s admin, under System › Extensions › Integrations, add an integration, allow it at its API tab{" "}
          <b className="font-medium text-ink">Sales › Operations › Orders › View</b>,{" "}
          <b className="font-medium text-ink">Credit Memos</b>, <b className="font-medium text-ink">Customers</b>,{" "}
          <b className="font-medium text-ink">Carts</b> and{" "}
          <b className="font-medium text-ink">Stores › Settings › All Stores</b>, and for segments by category and
          manufacturer <b className="font-medium text-ink">Catalog › Inventory</b> and{" "}
          <b className="font-medium text-ink">Stores › Attributes › Product</b>. Activate it, and paste its four values.
          Nothing is written but the newsletter’s box of an account whose choice was made elsewhere. For Magento 2.4.4
          and newer, Open Source and Adobe Commerce.
        </p>
        <ActionForm action={connectMagento} org={org} aria-label="Connect by an integration">
          <FormField
            label="Address of the shop"
            name="url"
            required
            defaultValue={url ?? demo?.url}
            placeholder="https://shop.example"
            inputMode="url"
            autoComplete="url"
          />
          {values.map(([name, label]) => (
            <FormField
              key={name}
              label={label}
              name={name}
              required={name === "accessToken"}
              type="password"
              autoComplete="off"
              defaultValue={demo?.keys[name]}
              hint={
                name === "accessTokenSecret"
                  ? "Kept encrypted, and never shown again. Where your Magento takes tokens as they are, the access token alone will do."
                  : undefined
              }
            />
          ))}
          <div>
            <Submit pending="Trying the keys…">Connect</Submit>
          </div>
        </ActionForm>
      </Card>
    </>
  );
}
