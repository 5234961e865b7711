/** What a member whose role allows no changes is shown: no form that would be refused, and nothing that leads nowhere. */
import { fileURLToPath } from "node:url";
import { isValidElement, type ReactElement, type ReactNode } from "react";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { NotForRole } from "@/app/ui/not-for-role";
import type { Role } from "@/lib/tenancy";
import { browser } from "../support/browser";
import { useTestDatabase } from "../support/db";
import { makeMember } from "../support/members";
import { useKey } from "../support/organization";
import { makeSide, type Side } from "../support/sides";

vi.mock("next/headers", async () => (await import("../support/browser")).browser.asNext());

useTestDatabase();
useKey();

const root = fileURLToPath(new URL("../../app/[org]/", import.meta.url));
let side: Side;
const sessions = {} as Record<Role, string>;

beforeAll(async () => {
  side = await makeSide("ROLES");
  sessions.owner = side.owner.sessionId;
  for (const role of ["viewer", "editor", "admin"] as const)
    sessions[role] = (await makeMember(side.owner.orgId, role)).sessionId;
});

type Page = (props: { params: Promise<object>; searchParams: Promise<object> }) => Promise<ReactElement>;

async function open(role: Role, page: string, id?: string): Promise<ReactElement> {
  await browser.logIn(sessions[role]);
  const { default: of }: { default: Page } = await import(`${root}${page}/page.tsx`);
  return of({ params: Promise.resolve({ org: side.owner.slug, id }), searchParams: Promise.resolve({}) });
}

const all = ["viewer", "editor", "admin", "owner"] as const;

describe.each<[string, (side: Side) => string | undefined, Role]>([
  ["segments/new", () => undefined, "editor"],
  ["forms/new", () => undefined, "editor"],
  ["forms/[id]/edit", ({ form }) => form, "editor"],
  ["stores/new", () => undefined, "admin"],
  ["stores/[id]/choose", ({ store }) => store, "admin"],
])("%s", (page, idOf, least) => {
  test.each(all)(`is for whom it may serve, and says so to others: %s`, async (role) => {
    const shown = await open(role, page, idOf(side));
    expect(shown.type === NotForRole).toBe(all.indexOf(role) < all.indexOf(least));
  });
});

/** Addresses of links in what a page gave, as far as it is laid out. */
function links(node: ReactNode): string[] {
  if (Array.isArray(node)) return node.flatMap(links);
  if (!isValidElement<{ href?: string; children?: ReactNode }>(node)) return [];
  const { href, children } = node.props;
  return [...(href ? [href] : []), ...links(children)];
}

test.each(all)("rejected rows are offered as a file to whom the file is given: %s", async (role) => {
  const shown = links(await open(role, "uploads/[id]/rejects", side.import));
  expect(shown.some((href) => href.endsWith("/rejects/file"))).toBe(role === "admin" || role === "owner");
  expect(shown.some((href) => href.endsWith(`/uploads/${side.import}`))).toBe(true);
});
