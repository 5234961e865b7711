/**
 * The one reader of the environment. Everything else asks here, so a setting has one name, one default and one check.
 */
import { z } from "zod";

const flag = z
  .string()
  .optional()
  .transform((value) => value !== undefined && value !== "" && value !== "0" && value !== "false");

const demoPlatforms = ["magento", "stripe", "shopify", "shopline", "salesforce"] as const;

/**
 * A store that the demo serves: where its API is, the address that a merchant types, and the keys that open it. Without
 * an address its `key` is what it is known by.
 */
const DemoPlatform = z.object({
  apiUrl: z.url(),
  url: z.url().optional(),
  keys: z.record(z.string(), z.string()),
});

const Env = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  /** postgres:// address. `npm start` sets it to the embedded server when it is empty. */
  DATABASE_URL: z.string().default("postgres://postgres@127.0.0.1:5432/clientele"),
  DATABASE_POOL: z.coerce.number().int().min(2).default(10),
  PORT: z.coerce.number().int().default(3000),
  /** The address people and stores reach us at; links in mails and webhook addresses are made from it. */
  APP_URL: z.url().optional(),
  NEXTAUTH_SECRET: z.string().min(16).default("only-for-tests-and-builds"),
  /**
   * 32 bytes, base64. Encrypts the stores' secrets. CLIENTELE_OLD_KEYS (comma-separated) are still read, never written.
   */
  CLIENTELE_KEY: z.string().optional(),
  CLIENTELE_OLD_KEYS: z.string().optional(),
  SMTP_URL: z.string().default("smtp://127.0.0.1:1025"),
  MAIL_FROM: z.string().default("Clientele <no-reply@clientele.local>"),
  /** The job engine or Inngest dev server, e.g. http://127.0.0.1:8288. Empty with Inngest's keys = Inngest cloud. */
  INNGEST_DEV: z.string().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  /**
   * Lets stores live on private or loopback addresses (a local shop, the demo store). Never set it on a public server.
   */
  ALLOW_PRIVATE_STORES: flag,
  /** Servers that answer in the place of the platforms', for tests and demos: http://127.0.0.1:… */
  STRIPE_API_URL: z.url().optional(),
  SHOPIFY_API_URL: z.url().optional(),
  SHOPLINE_API_URL: z.url().optional(),
  SALESFORCE_API_URL: z.url().optional(),
  /**
   * This house's apps at the platforms. A secret may be followed by its predecessor after a comma: deliveries take
   * both.
   */
  SHOPIFY_CLIENT_ID: z.string().optional(),
  SHOPIFY_CLIENT_SECRET: z.string().optional(),
  /** Comma-separated: what Shopify approved the app for beyond the usual, as read_all_orders. */
  SHOPIFY_EXTRA_SCOPES: z.string().optional(),
  SHOPLINE_CLIENT_ID: z.string().optional(),
  SHOPLINE_CLIENT_SECRET: z.string().optional(),
  SALESFORCE_CLIENT_ID: z.string().optional(),
  SALESFORCE_CLIENT_SECRET: z.string().optional(),
  /** Where the demo store listens, when `npm start` runs one. */
  DEMO_STORE_URL: z.string().optional(),
  /** The demo's stores of other platforms, as JSON. Heeded only beside ALLOW_PRIVATE_STORES. */
  DEMO_PLATFORMS: z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(z.partialRecord(z.enum(demoPlatforms), DemoPlatform))
    .optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Env = z.infer<typeof Env>;
export type DemoPlatform = z.infer<typeof DemoPlatform>;

let parsed: Env | undefined;

/** The checked environment. Throws one sentence per wrong variable. Parsed once; tests may call `forgetEnv()`. */
export function env(): Env {
  if (parsed) return parsed;
  const result = Env.safeParse(process.env);
  if (!result.success) {
    const wrong = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    throw new Error(`The environment is not usable. ${wrong}`);
  }
  parsed = result.data;
  return parsed;
}

export function forgetEnv() {
  parsed = undefined;
}

/** Whether this code was bundled by Next, where worker threads are bundled too; elsewhere it runs from its source. */
export const isBundled = () => process.env.NEXT_RUNTIME !== undefined;

/** The address of this app without a trailing slash. */
export function appUrl(): string {
  return (env().APP_URL ?? `http://localhost:${env().PORT}`).replace(/\/$/, "");
}

/** next-auth reads its own address from the environment and nowhere else. */
export function tellNextAuth() {
  process.env.NEXTAUTH_URL ??= appUrl();
}
