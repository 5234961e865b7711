/** Route handlers: failures become problem+json (RFC 9457), unforeseen errors an id that is found in the log. */
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import type { Me } from "../accounts";
import { appUrl } from "../env";
import { Failure, notFound } from "../errors";
import { inRequest } from "../log";
import { fieldMessages } from "./form";
import { unknown } from "./outcome";
import { currentUser, type MemberContext, membership } from "./session";

type Params = Record<string, string | string[] | undefined>;
type RouteContext = { params: Promise<Params> };
type Handler = (request: Request, context: RouteContext) => Promise<Response>;

/** Any route: runs `work` and translates what it throws. */
export function route(work: (request: Request, params: Params) => Promise<Response>): Handler {
  return (request, { params }) =>
    inRequest(async () => {
      try {
        return await work(request, await params);
      } catch (error) {
        unstable_rethrow(error);
        return problem(error);
      }
    });
}

/** A route of a member; the organization's slug is the parameter `org`. 401 for nobody, 404 for a foreign slug. */
export function orgRoute(
  work: (member: MemberContext, request: Request, params: Params) => Promise<Response>,
): Handler {
  return route(async (request, params) => {
    const user = await signedIn(request);
    const member = await membership(user, String(params.org));
    if (!member) throw notFound("organization");
    return work(member, request, params);
  });
}

/** The answer to an error, in the form of RFC 9457. */
export function problem(error: unknown): Response {
  const failure = error instanceof z.ZodError ? new Failure("invalid", "", fieldMessages(error)) : error;
  if (!(failure instanceof Failure)) {
    const { message, id } = unknown(error);
    return answer(500, { title: "unknown", detail: message, id });
  }
  return answer(failure.status, { title: failure.problem, detail: failure.message, fields: failure.fields });
}

async function signedIn(request: Request): Promise<Me> {
  const user = await currentUser();
  if (!user) throw new Failure("unauthenticated", "Log in first.");
  if (!["GET", "HEAD"].includes(request.method) && !sameOrigin(request)) {
    throw new Failure("forbidden", "This request comes from another site.");
  }
  return user;
}

/** Cookies travel with foreign forms; the origin tells them. The same rule as Next's for actions. */
function sameOrigin(request: Request): boolean {
  const origin = request.headers.get("origin");
  if (!origin || !URL.canParse(origin)) return false;
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  return new URL(origin).host === host || origin === new URL(appUrl()).origin;
}

function answer(status: number, body: Record<string, unknown>): Response {
  return Response.json(
    { type: "about:blank", status, ...body },
    { status, headers: { "content-type": "application/problem+json" } },
  );
}
