/** Connecting a Shopify store without its page: by an app of the merchant's own, or the token of a custom app. */
import { z } from "zod";
import { apiUrlOf } from "@/lib/connection/apps";
import { Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { storeUrl, tokenOfOwnApp } from "@/lib/connectors/shopify/approval";
import type { Credentials } from "@/lib/connectors/shopify/http";
import { env } from "@/lib/env";
import { invalid } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";
import { keepStore } from "./keep";

const noStore = "Write the store's address as …myshopify.com, or paste a page of its admin.";

const address = z
  .string()
  .trim()
  .min(1, "Enter your store's address.")
  .max(500)
  .transform((typed, check) => {
    const url = storeUrl(typed);
    if (!url) check.addIssue({ code: "custom", message: noStore });
    return url ?? "";
  });

/**
 * `clientId`: of an app in the merchant's organization; its tokens are fetched by its secret, which also signs
 * deliveries.
 */
export const ConnectShopify = z
  .object({
    url: address,
    token: z
      .string()
      .trim()
      .regex(/^(shpat_\w{16,100})?$/, "An access token begins with shpat_.")
      .default(""),
    clientId: z.string().trim().max(200).default(""),
    secret: z.string().trim().min(1, "Deliveries are signed with the app's secret: paste it.").max(200),
  })
  .refine((given) => Boolean(given.token) !== Boolean(given.clientId), {
    path: ["clientId"],
    message: "Paste the client ID of your app, or the access token of a custom app: one of the two.",
  });

/** Connects, or reconnects. @throws Failure invalid, with what Shopify said at the field concerned */
export async function connectShopify(ctx: Ctx, input: z.output<typeof ConnectShopify>): Promise<{ store: string }> {
  permit(ctx, "stores.connect");
  const { url, token, secret } = input;
  const store = await keepStore(ctx, {
    platform: "shopify",
    url,
    credentials: token ? { token } : await tokenByApp(input),
    secret,
    fields: { key: token ? "token" : "clientId", place: "url" },
  });
  return { store: store.publicId };
}

async function tokenByApp({ url, clientId, secret }: z.output<typeof ConnectShopify>): Promise<Credentials> {
  const { ALLOW_PRIVATE_STORES: allowPrivate } = env();
  try {
    const apiUrl = apiUrlOf("shopify", { url });
    return await tokenOfOwnApp({ url, app: { id: clientId, secret }, apiUrl, allowPrivate });
  } catch (error) {
    const told = error instanceof Throttled || error instanceof Unauthorized || error instanceof Unreadable;
    if (!told) throw error;
    const refused = error instanceof Unauthorized;
    const message = refused
      ? "Shopify does not know this app at this store, or its secret is mistyped."
      : error.message;
    throw invalid(message, { [refused ? "clientId" : "url"]: message });
  }
}
