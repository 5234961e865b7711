/**
 * Server actions in one line: `export const renameOrganization = action(RenameOrganization, organizations.rename)`.
 * They serve `useActionState`, plain forms without scripts, and calls with an object. CSRF: Next compares Origin and
 * Host.
 */
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { z } from "zod";
import type { Me, Visitor } from "../accounts";
import { notFound } from "../errors";
import type { Ctx } from "../tenancy";
import { type Outcome, outcome, type Sent } from "./outcome";
import { memberContext, requireUser } from "./session";
import { currentVisitor } from "./visitor";

export type { Outcome } from "./outcome";

/** What happens after the verb. A verb's own result stays on the server unless `tell` picks from it. */
export type After<T, R> = {
  /** A sentence for the form, "Saved". */
  message?: string | ((result: T) => string | undefined);
  /** Where to go. `org` is the organization's slug, or "" where there is none. */
  redirect?: (result: T, org: string) => string;
  /** What the client gets of the verb's result; no inner ids. */
  tell?: (result: T) => R;
};

/** What useActionState and forms call: `(previous outcome, form)`. The organization's slug comes as the field `org`. */
export type Action<R> = (previous: Outcome<R> | null, sent: Sent) => Promise<Outcome<R>>;

/** An action of a member in an organization. */
export function action<S extends z.ZodType, T, R = undefined>(
  schema: S,
  verb: (ctx: Ctx, input: z.output<S>) => Promise<T>,
  after: After<T, R> = {},
): Action<R> {
  return async (_previous, sent) => {
    const slug = orgOf(sent);
    const { ctx } = await memberContext(slug);
    return outcome(schema, sent, async (input) => settle(await verb(ctx, input), after, slug));
  };
}

/** An action of somebody logged in, on their own account. */
export function userAction<S extends z.ZodType, T, R = undefined>(
  schema: S,
  verb: (me: Me, input: z.output<S>, visitor: Visitor) => Promise<T>,
  after: After<T, R> = {},
): Action<R> {
  return async (_previous, sent) => {
    const me = await requireUser();
    const visitor = await currentVisitor();
    return outcome(schema, sent, async (input) => settle(await verb(me, input, visitor), after, ""));
  };
}

/** An action of anybody: log-in, sign-up, links from mails. */
export function openAction<S extends z.ZodType, T, R = undefined>(
  schema: S,
  verb: (input: z.output<S>, visitor: Visitor) => Promise<T>,
  after: After<T, R> = {},
): Action<R> {
  return async (_previous, sent) => {
    const visitor = await currentVisitor();
    return outcome(schema, sent, async (input) => settle(await verb(input, visitor), after, ""));
  };
}

function settle<T, R>(value: T, after: After<T, R>, org: string) {
  // The frame around the next page counts anew too, where there is one already.
  if (org || !after.redirect) refresh();
  if (after.redirect) redirect(after.redirect(value, org));
  const message = typeof after.message === "function" ? after.message(value) : after.message;
  return { message, result: after.tell?.(value) as R };
}

function orgOf(sent: Sent): string {
  const org = sent instanceof FormData ? sent.get("org") : sent.org;
  if (typeof org !== "string") throw notFound("organization");
  return org;
}
