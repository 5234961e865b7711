/** Conditions are sent as bodies: they outgrow addresses. */
import { Failure, invalid } from "@/lib/errors";
import { readBody } from "@/lib/web/body";

const mostBytes = 1_000_000;

/** The JSON that was sent; an empty object where nothing was. @throws Failure invalid */
export async function jsonFrom(request: Request): Promise<unknown> {
  const body = await readBody(request, mostBytes);
  if (!body) throw new Failure("invalid", "This condition is too large.");
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw invalid("This is not JSON.");
  }
}
