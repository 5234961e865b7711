/**
 * Installs that begin in the platform's own admin: it calls the app's address, signed. The call is good for a minute or
 * two, so it is turned into a ticket of ours, with which a merchant may log in or sign up first and choose an
 * organization.
 */
import { and, eq, inArray, ne } from "drizzle-orm";
import { z } from "zod";
import { organizations, stores } from "@/db/schema";
import { appSecrets } from "@/lib/connection/apps";
import { platformNames } from "@/lib/connection/store";
import { connectorFor } from "@/lib/connectors/registry";
import { invalid } from "@/lib/errors";
import { mine } from "@/lib/organizations";
import { permissions, permit } from "@/lib/permissions";
import { seal, unseal } from "@/lib/secrets";
import { type Ctx, database } from "@/lib/tenancy";
import { beginApproval } from "./approve";

export const installing = ["shopify", "shopline"] as const;
type Installing = (typeof installing)[number];

export const installsFrom = (platform: string): Installing | null => installing.find((one) => one === platform) ?? null;

const Ticket = z.object({ url: z.url(), until: z.number() });
const lifetime = 60 * 60_000;

/**
 * A ticket for the store from whose admin a merchant was sent here; null when the platform did not sign it just now.
 */
export function ticketFor(platform: Installing, query: URLSearchParams): string | null {
  const { approval } = connectorFor(platform);
  const url = appSecrets(platform)
    .map((secret) => approval?.sentFrom?.(query, secret))
    .find(Boolean);
  return url ? seal(JSON.stringify({ url, until: Date.now() + lifetime }), placeOf(platform)) : null;
}

/**
 * The address of the store that a ticket is for; null when it is none of ours, another platform's, or older than an
 * hour.
 */
export function storeOnTicket(platform: Installing, ticket: string): string | null {
  try {
    const { url, until } = Ticket.parse(JSON.parse(unseal(ticket, placeOf(platform))));
    return until > Date.now() ? url : null;
  } catch {
    return null;
  }
}

const placeOf = (platform: Installing) => `install from ${platform}`;

/** `store`: its public id where the organization has it connected already. */
export type InstallPlace = { slug: string; name: string; store: string | null };

/** The organizations to which this person may connect the store, the last entered first. */
export async function installPlaces(
  me: { userId: number },
  platform: Installing,
  url: string,
): Promise<InstallPlace[]> {
  const mayConnect = (await mine(me)).filter(({ role }) => permissions[role].includes("stores.connect"));
  const slugs = mayConnect.map(({ slug }) => slug);
  const known = await database()
    .orm.select({ slug: organizations.slug, store: stores.publicId })
    .from(stores)
    .innerJoin(organizations, eq(organizations.id, stores.orgId))
    .where(
      and(
        inArray(organizations.slug, slugs),
        eq(stores.platform, platform),
        eq(stores.url, url),
        ne(stores.state, "disconnected"),
      ),
    );
  return mayConnect.map(({ slug, name }) => ({
    slug,
    name,
    store: known.find((one) => one.slug === slug)?.store ?? null,
  }));
}

export const BeginInstall = z.object({ platform: z.enum(installing), ticket: z.string().max(2000) });

/**
 * On to the platform's page, where the merchant approves. @throws Failure invalid (the ticket), and what
 * `beginApproval` throws
 */
export async function beginInstall(ctx: Ctx, input: z.output<typeof BeginInstall>): Promise<{ authorizeUrl: string }> {
  permit(ctx, "stores.connect");
  const { platform, ticket } = input;
  const url = storeOnTicket(platform, ticket);
  if (!url) throw invalid(`This took too long. Open the app from ${platformNames[platform]}’s admin once more.`);
  return beginApproval(ctx, { platform, url });
}
