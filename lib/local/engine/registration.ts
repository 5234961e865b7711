/**
 * What an app registers. Every option is either done by this engine or refused by name: nothing is silently ignored.
 */
import { Cron } from "croner";
import { z } from "zod";
import { milliseconds } from "./durations";
import { checkExpression } from "./expressions";

const Expression = z.string().superRefine((text, context) => {
  try {
    checkExpression(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
  }
});
const Duration = z
  .string()
  .refine((text) => milliseconds(text) !== undefined, "is not a duration such as 10s, 5m or 1h");
const CronLine = z.string().superRefine((text, context) => {
  try {
    cronOf(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
  }
});
const Count = z.number().int().min(1);

const Concurrency = z.strictObject({
  limit: z.number().int().min(0),
  key: Expression.optional(),
  scope: z.enum(["fn", "env", "account"]).default("fn"),
});
const oneOrMore = z.union([
  z
    .number()
    .int()
    .min(0)
    .transform((limit) => [{ limit, key: undefined, scope: "fn" as const }]),
  Concurrency.transform((one) => [one]),
  z.array(Concurrency),
]);

const Trigger = z.union([
  z.strictObject({ event: z.string().min(1), expression: Expression.optional() }),
  z.strictObject({ cron: CronLine }),
]);

/** One function of a `/fn/register` body, as the SDK 4 sends it. */
const FunctionShape = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(Trigger),
  steps: z.record(
    z.string(),
    z.strictObject({
      id: z.string(),
      name: z.string(),
      runtime: z.strictObject({ type: z.literal("http"), url: z.string() }),
      retries: z.strictObject({ attempts: z.number().int().min(0).optional() }).optional(),
    }),
  ),
  idempotency: Expression.optional(),
  batchEvents: z
    .strictObject({ maxSize: Count, timeout: Duration, key: Expression.optional(), if: Expression.optional() })
    .optional(),
  rateLimit: z.strictObject({ limit: Count, period: Duration, key: Expression.optional() }).optional(),
  throttle: z
    .strictObject({ limit: Count, period: Duration, key: Expression.optional(), burst: Count.optional() })
    .optional(),
  concurrency: oneOrMore.optional(),
  debounce: z.strictObject({ period: Duration, key: Expression.optional(), timeout: Duration.optional() }).optional(),
  priority: z.strictObject({ run: Expression.optional() }).optional(),
  timeouts: z.strictObject({ start: Duration.optional(), finish: Duration.optional() }).optional(),
  singleton: z.strictObject({ mode: z.enum(["skip", "cancel"]), key: Expression.optional() }).optional(),
  cancel: z
    .array(z.strictObject({ event: z.string().min(1), if: Expression.optional(), timeout: Duration.optional() }))
    .optional(),
});

export type FunctionConfig = z.infer<typeof FunctionShape>;

const Body = z.looseObject({ appName: z.string(), url: z.string(), functions: z.array(z.unknown()).min(1) });

export interface Registration {
  appName: string;
  functions: FunctionConfig[];
}

/** A registration in our words. Throws one clear sentence per function and option that this engine does not do. */
export function readRegistration(body: unknown): Registration {
  const outer = Body.safeParse(body);
  if (!outer.success) throw new Refusal(["The body is not a registration with at least one function."]);
  const complaints: string[] = [];
  const functions: FunctionConfig[] = [];
  for (const candidate of outer.data.functions) {
    const result = FunctionShape.safeParse(candidate);
    if (result.success) functions.push(result.data);
    else complaints.push(...complain(nameOf(candidate), result.error.issues));
  }
  const ids = functions.map((fn) => fn.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) {
    complaints.push(`Function ${id}: the id is used twice.`);
  }
  if (complaints.length > 0) throw new Refusal(complaints);
  return { appName: outer.data.appName, functions };
}

export class Refusal extends Error {
  constructor(readonly complaints: string[]) {
    super(complaints.join(" "));
    this.name = "Refusal";
  }
}

/** The schedule of a trigger such as `TZ=Europe/Paris 0 3 * * *`. Throws when it is none. */
export function cronOf(text: string): Cron {
  const [, timezone, pattern] = /^(?:TZ=(\S+)\s+)?(.+)$/.exec(text.trim()) ?? [];
  const cron = new Cron(pattern ?? text, { timezone: timezone ?? "UTC", paused: true, mode: "5-part" });
  cron.nextRun();
  return cron;
}

/** How often a call of the function is tried: its retries and the first attempt; Inngest's default is 4 and 1. */
export function maxAttempts(fn: FunctionConfig | undefined): number {
  const [step] = Object.values(fn?.steps ?? {});
  return (step?.retries?.attempts ?? 4) + 1;
}

type Issue = z.core.$ZodIssue;

function complain(id: string, issues: Issue[]): string[] {
  return issues.flatMap((issue) => {
    const inner = issue.code === "invalid_union" ? issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] : undefined;
    if (inner?.length)
      return complain(
        id,
        inner.map((one) => ({ ...one, path: [...issue.path, ...one.path] })),
      );
    const place = issue.path.join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map(
        (key) =>
          `Function ${id}: the local job engine does not support the option "${place ? `${place}.` : ""}${key}".`,
      );
    }
    return [`Function ${id}: the option "${place}" is not usable: ${issue.message}`];
  });
}

/** Of a union's branches the one that got furthest is the one that was meant. */
function depth(issues: Issue[]): number {
  const unknown = issues.filter((issue) => issue.code === "unrecognized_keys").length;
  return issues.length === unknown ? 1 : -issues.length;
}

function nameOf(candidate: unknown): string {
  const id = z.object({ id: z.string() }).safeParse(candidate);
  return id.success ? id.data.id : "(without an id)";
}
