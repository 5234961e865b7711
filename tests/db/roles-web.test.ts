/** What a member whose role allows no changes is shown: no form that would be refused, and nothing that leads nowhere. */
import { fileURLToPath } from "node:url";
import { isValidElement, type ReactElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { Result } from "@/app/[org]/uploads/[id]/result";
import { NotForRole } from "@/app/ui/not-for-role";
import { database, type Role } from "@/lib/tenancy";
import { browser } from "../support/browser";
import { useTestDatabase } from "../support/db";
import { uploadFile } from "../support/imports";
import { makeMember } from "../support/members";
import { useKey } from "../support/organization";
import { makeSide, type Side } from "../support/sides";

vi.mock("next/headers", async () => (await import("../support/browser")).browser.asNext());

useTestDatabase();
useKey();

const root = fileURLToPath(new URL("../../app/[org]/", import.meta.url));
let side: Side;
let ended: string;
const sessions = {} as Record<Role, string>;

beforeAll(async () => {
  side = await makeSide("ROLES");
  ended = await uploadFile(side.owner.ctx, side.store, "email\nann at example.org\n");
  await database().sql`update imports set state = 'done', asked_at = now(), rejected = 1 where public_id = ${ended}`;
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
  ["uploads/new", () => undefined, "editor"],
  ["uploads/[id]/columns", ({ import: id }) => id, "editor"],
  ["uploads/[id]/options", ({ import: id }) => id, "editor"],
  ["uploads/[id]/check", ({ import: id }) => id, "editor"],
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

test.each(all)("the result of an import offers what it rejected to whom the file is given: %s", async (role) => {
  const parts = (await open(role, "uploads/[id]", ended)) as ReactElement<{ children: ReactNode }>;
  const shown = renderToStaticMarkup(resultIn(parts));
  expect(shown).toContain(`/uploads/${ended}/rejects"`);
  expect(shown.includes("/rejects/file")).toBe(role === "admin" || role === "owner");
});

/** The figures and what they lead to, without the parts of the page that need a browser. */
function resultIn(node: ReactNode): ReactElement | null {
  if (Array.isArray(node)) return node.map(resultIn).find(Boolean) ?? null;
  if (!isValidElement<{ children?: ReactNode }>(node)) return null;
  return node.type === Result ? node : resultIn(node.props.children);
}
