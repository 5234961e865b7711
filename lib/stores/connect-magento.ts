/** Connecting a Magento: by the values of an integration that the merchant makes there. */
import { z } from "zod";
import { Credentials } from "@/lib/connectors/magento/http";
import { normalizeStoreUrl } from "@/lib/connectors/woocommerce/authorize";
import { permit } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";
import { keepStore } from "./keep";

const signing = Credentials.shape.signing.unwrap().shape;
const orEmpty = <T extends z.ZodType<string>>(shape: T) => z.union([z.literal(""), shape]).default("");

export const ConnectMagento = z
  .object({
    url: z.string().trim().min(1, "Enter your shop's address.").max(500),
    accessToken: Credentials.shape.accessToken,
    consumerKey: orEmpty(signing.consumerKey),
    consumerSecret: orEmpty(signing.consumerSecret),
    accessTokenSecret: orEmpty(signing.accessTokenSecret),
  })
  .refine(
    (given) => new Set([given.consumerKey, given.consumerSecret, given.accessTokenSecret].map(Boolean)).size === 1,
    {
      path: ["consumerKey"],
      message: "Paste all four values, or the access token alone where your Magento takes it as it is.",
    },
  );

/** Connects, or reconnects. @throws Failure invalid, naming what the integration may not do */
export async function connectMagento(ctx: Ctx, input: z.output<typeof ConnectMagento>): Promise<{ store: string }> {
  permit(ctx, "stores.connect");
  const { url, accessToken, consumerKey, consumerSecret, accessTokenSecret } = input;
  const store = await keepStore(ctx, {
    platform: "magento",
    url: normalizeStoreUrl(url),
    credentials: consumerKey
      ? { accessToken, signing: { consumerKey, consumerSecret, accessTokenSecret } }
      : { accessToken },
    fields: { key: "accessToken", place: "url" },
  });
  return { store: store.publicId };
}
