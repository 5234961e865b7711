/** What a merchant sets, and what a browser tells. A browser's word is cut to size rather than refused. */
import { z } from "zod";
import { Sites } from "@/lib/sites";

export const OneStore = z.object({ store: z.uuid() });
export const KeepSnippet = OneStore.extend({
  active: z.boolean().default(false),
  consent: z.enum(["ask", "given"]),
  signed: z.boolean().default(false),
  origins: Sites,
});

const text = (longest: number) =>
  z
    .union([z.string(), z.number()])
    .transform((given) => String(given).replace(/\s+/g, " ").trim().slice(0, longest))
    .optional()
    .catch(undefined);
const amount = z
  .union([z.number(), z.string().regex(/^\d{1,12}([.,]\d{1,4})?$/)])
  .transform((given) => Number(String(given).replace(",", ".")))
  .pipe(z.number().min(0).max(1e12))
  .optional()
  .catch(undefined);

/** Query and fragment may hold what is nobody's business (tokens, searches, addresses): the path is kept. */
const page = z
  .string()
  .transform((given) => (URL.canParse(given) ? new URL(given) : null))
  .transform((url) =>
    url && /^https?:$/.test(url.protocol) ? `${url.origin}${url.pathname}`.slice(0, 400) : undefined,
  )
  .optional()
  .catch(undefined);

/** `ago`: milliseconds before the call, by the browser's own clock: at most a day. */
const Told = z.object({
  kind: z.enum(["visit.started", "page.viewed", "product.viewed", "product.added"]),
  ago: z.number().min(0).max(86_400_000).catch(0),
  url: page,
  name: text(200),
  product: text(100),
  category: text(100),
  vendor: text(100),
  price: amount,
  quantity: amount,
});
export type Told = z.output<typeof Told>;

/** `signature`: the address (lower case), HMAC-SHA256 with the snippet's secret, in hex. */
export const Call = z.object({
  visitor: z.uuid(),
  events: z.array(Told).max(50).default([]),
  who: z.object({ email: z.string().max(254), signature: z.string().max(128).optional() }).optional(),
});
