/**
 * What an action tells its form. Failures are told as they stand; everything else by an id that is found in the log.
 */
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { Failure, type Problem } from "../errors";
import { errorFacts, inRequest, log, requestId } from "../log";
import { fieldMessages, formObject, keptValues } from "./form";

export type Done<R> = { ok: true; message?: string | undefined; result: R };
export type Refused = {
  ok: false;
  problem: Problem | "unknown";
  message: string;
  /** Message per field; the form shows each at its field. */
  fields: Record<string, string>;
  /** What was typed, for the fields to show again. */
  values: Record<string, string | string[]>;
};
export type Outcome<R = undefined> = Done<R> | Refused;

/** What a form or a script sends. */
export type Sent = FormData | Record<string, unknown>;

type Work<S extends z.ZodType, R> = (input: z.output<S>) => Promise<{ message?: string | undefined; result: R }>;

/** Checks what was sent, runs `work`, and turns everything but Next's own signals into an outcome. */
export function outcome<S extends z.ZodType, R>(schema: S, sent: Sent, work: Work<S, R>): Promise<Outcome<R>> {
  return inRequest(() => outcomeOf(schema, sent, work));
}

async function outcomeOf<S extends z.ZodType, R>(schema: S, sent: Sent, work: Work<S, R>): Promise<Outcome<R>> {
  const object = sent instanceof FormData ? formObject(schema, sent) : withoutOrg(sent);
  const values = keptValues(object);
  const input = schema.safeParse(object);
  if (!input.success) {
    const fields = fieldMessages(input.error);
    return { ok: false, problem: "invalid", message: summary(fields), fields, values };
  }
  try {
    return { ok: true, ...(await work(input.data)) };
  } catch (error) {
    unstable_rethrow(error);
    if (!(error instanceof Failure)) return { ok: false, ...unknown(error), fields: {}, values };
    return { ok: false, problem: error.problem, message: error.message, fields: error.fields, values };
  }
}

/** Logs an unforeseen error and tells only the id of the request. */
export function unknown(error: unknown): { problem: "unknown"; message: string; id: string } {
  const id = requestId();
  if (!id) return inRequest(() => unknown(error));
  log.error({ error: errorFacts(error) }, "an unforeseen error");
  const message = `Something went wrong on our side; nothing was changed. Error ${id} is in the log: try again, or tell us this id.`;
  return { problem: "unknown", message, id };
}

function summary(fields: Record<string, string>): string {
  const count = Object.keys(fields).length;
  if (fields[""] !== undefined) return fields[""];
  return count === 1 ? Object.values(fields)[0]! : `${count} fields need another look.`;
}

function withoutOrg({ org, ...rest }: Record<string, unknown>) {
  return rest;
}
