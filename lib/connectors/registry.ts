import { api } from "@/lib/connectors/api";
import { magento } from "@/lib/connectors/magento";
import { salesforce } from "@/lib/connectors/salesforce";
import { shopify } from "@/lib/connectors/shopify";
import { shopline } from "@/lib/connectors/shopline";
import { stripe } from "@/lib/connectors/stripe";
import type { Connector, Platform } from "@/lib/connectors/types";
import { woocommerce } from "@/lib/connectors/woocommerce";

const connectors: Partial<Record<Platform, Connector>> = {
  shopify,
  woocommerce,
  stripe,
  magento,
  shopline,
  salesforce,
};

/** The connector of a platform. Throws for platforms that have none yet: nothing in the product offers those. */
export function connectorFor(platform: Platform): Connector {
  const connector = platform === "api" ? api : connectors[platform];
  if (!connector) throw new Error(`There is no connector for ${platform}.`);
  return connector;
}

/**
 * Those whose stores are called: read, listened to, written to. A shop of any other make only gets what it is given.
 */
export const connectedPlatforms = Object.keys(connectors) as Platform[];

export const isCalled = (platform: string): boolean => connectedPlatforms.some((one) => one === platform);
