/** What travels between SDK and engine, checked where it enters. Fields we do not use pass through untouched. */
import { z } from "zod";

const noNul = (text: string) => !text.includes("\u0000");

/** An event as a function sees it. `id` is the sender's, or ours when it sent none. */
export interface InngestEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  user: Record<string, unknown>;
  v?: string;
}

/** An event as it is sent to `/e/:key`. */
export const SentEvent = z.object({
  id: z.string().refine(noNul, "event id must not contain NUL").nullish(),
  name: z.string().refine(noNul, "event name must not contain NUL"),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().nullish(),
  user: z.record(z.string(), z.unknown()).nullish(),
  v: z.string().nullish(),
});
export type SentEvent = z.infer<typeof SentEvent>;

/** The error of a step or run, as the SDK serializes it. */
export const RunError = z.looseObject({ name: z.string(), message: z.string(), stack: z.string().optional() });
export type RunError = z.infer<typeof RunError>;

/** One line of a 206 answer or a checkpoint: what a step did, or asks for. */
export const Op = z.object({
  id: z.string().min(1),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
});
export type Op = z.infer<typeof Op>;

export const Checkpoint = z.object({
  run_id: z.string(),
  request_id: z.string().optional(),
  generation_id: z.number().optional(),
  steps: z.array(Op),
});

export const InvokeOpts = z.object({
  function_id: z.string(),
  payload: z.object({
    data: z.record(z.string(), z.unknown()).nullish(),
    user: SentEvent.shape.user,
    v: z.string().nullish(),
  }),
  timeout: z.string().nullish(),
});

export type InvokeOpts = z.infer<typeof InvokeOpts>;

export const WaitOpts = z.object({ timeout: z.string(), if: z.string().nullish(), event: z.string().nullish() });

/** Any thrown thing as name, message and stack, so that what the app sent is never trusted to be an error. */
export function runError(value: unknown, fallback: string): RunError {
  const known = RunError.safeParse(value);
  if (known.success) {
    const { name, message, stack, cause } = known.data;
    return { name, message, ...(stack ? { stack } : {}), ...(cause === undefined ? {} : { cause }) };
  }
  return { name: "Error", message: typeof value === "string" && value !== "" ? value : fallback };
}
