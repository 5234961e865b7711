import type { Metadata } from "next";
import { NotForRole } from "@/app/ui/not-for-role";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Tabs } from "@/app/ui/tabs";
import { platformName } from "@/app/ui/words";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { ConnectMagento } from "./magento";
import { OpenOwnStore } from "./own";
import { ConnectSalesforce } from "./salesforce";
import { ConnectShopify } from "./shopify";
import { ConnectShopline } from "./shopline";
import { ConnectStripe } from "./stripe";
import { ConnectWooCommerce } from "./woocommerce";

export const metadata: Metadata = { title: "Connect a store" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<{ url?: string | string[]; platform?: string | string[] }>;
};

/** Platforms that can be connected, in the order in which they are offered. */
const platforms = ["woocommerce", "shopify", "magento", "shopline", "stripe", "salesforce", "api"] as const;

const articles: Record<string, string> = {
  stripe: "a Stripe account",
  salesforce: "a Salesforce org",
  api: "any other shop",
};

export default async function ConnectStorePage({ params, searchParams }: Props) {
  const { org } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/stores/new`);
  if (!may(ctx, "stores.connect"))
    return (
      <NotForRole title="Stores are connected by owners and admins" back="To the stores" href={`/${org}/stores`} />
    );
  const { url, platform } = await searchParams;
  const chosen = platforms.find((one) => one === platform) ?? platforms[0];
  const href = (one: string) => `/${org}/stores/new?platform=${one}`;
  const article = articles[chosen] ?? `a ${platformName(chosen)} store`;
  return (
    <>
      <PageHead title={`Connect ${article}`} />
      <Tabs
        label="Platform"
        here={href(chosen)}
        tabs={platforms.map((one) => ({ href: href(one), name: one === "api" ? "Any other shop" : platformName(one) }))}
      />
      <PageBody narrow>
        {chosen === "stripe" ? (
          <ConnectStripe org={org} />
        ) : chosen === "magento" ? (
          <ConnectMagento org={org} url={typeof url === "string" ? url : undefined} />
        ) : chosen === "shopify" ? (
          <ConnectShopify org={org} url={typeof url === "string" ? url : undefined} />
        ) : chosen === "shopline" ? (
          <ConnectShopline org={org} url={typeof url === "string" ? url : undefined} />
        ) : chosen === "salesforce" ? (
          <ConnectSalesforce org={org} url={typeof url === "string" ? url : undefined} />
        ) : chosen === "api" ? (
          <OpenOwnStore org={org} zone={organization.timeZone} />
        ) : (
          <ConnectWooCommerce org={org} url={typeof url === "string" ? url : undefined} />
        )}
      </PageBody>
    </>
  );
}
