/** One call to the app, as a real server makes it, and what its answer means. */
import { Agent, request } from "undici";
import { z } from "zod";
import { uuidOf } from "./ids";
import { DISCOVERY } from "./runs";
import { type InngestEvent, Op, type RunError, runError } from "./shapes";

/** A call that has been claimed: everything the app is told. */
export interface Call {
  id: string;
  runId: string;
  functionId: string;
  stepId: string;
  attempt: number;
  generation: number;
  requestId: string;
  maxAttempts: number;
  sdkVersion: number;
  /** True while steps of the run are pending: then the SDK must not run a step it merely finds. */
  planOnly: boolean;
  events: InngestEvent[];
  steps: { id: string; value: unknown }[];
}

export type Answer =
  | { kind: "ops"; ops: Op[]; sdkVersion: number; retryAfter?: string }
  | { kind: "done"; output: unknown }
  | { kind: "error"; error: RunError; retriable: boolean; retryAfter?: string }
  /** Nobody listens at the app's address: the app never saw the call. */
  | { kind: "away" }
  /** The connection broke while the app was at work: it may have been killed, nobody knows how far it came. */
  | { kind: "lost"; error: RunError };

/**
 * Node's own limit of five minutes would end long steps; Inngest allows two hours. Each call has a connection of its
 * own.
 */
const LIMIT = 7_200_000;
const agent = new Agent({ pipelining: 0, headersTimeout: LIMIT, bodyTimeout: LIMIT, connect: { timeout: 10_000 } });

/** Calls the app and waits for its answer. Never throws. */
export async function ask(appUrl: string, call: Call): Promise<Answer> {
  const url = new URL(appUrl);
  url.searchParams.set("fnId", call.functionId);
  url.searchParams.set("stepId", call.stepId);
  try {
    const response = await request(url, {
      method: "POST",
      dispatcher: agent,
      headers: headers(call),
      body: body(call),
    });
    return read(response.statusCode, response.headers, await response.body.text());
  } catch (error) {
    return trouble(error);
  }
}

function headers(call: Call): Record<string, string> {
  return {
    "content-type": "application/json",
    "user-agent": "Inngest",
    "x-inngest-req-version": String(call.sdkVersion),
    "x-inngest-step-id": call.stepId,
    "x-inngest-generation-id": String(call.generation),
    "x-inngest-job-id": call.id,
    "x-request-id": call.requestId,
    "x-run-id": call.runId,
  };
}

function body(call: Call): string {
  return JSON.stringify({
    ctx: {
      attempt: call.attempt,
      disable_immediate_execution: call.planOnly || call.stepId !== DISCOVERY,
      env: "",
      fn_id: uuidOf(call.functionId),
      generation_id: call.generation,
      job_id: call.id,
      max_attempts: call.maxAttempts,
      qi_id: Buffer.from(`${call.id}::default`).toString("base64"),
      request_id: call.requestId,
      run_id: call.runId,
      stack: { current: call.steps.length, stack: call.steps.map((step) => step.id) },
      step_id: DISCOVERY,
      use_api: false,
    },
    defers: {},
    event: call.events[0],
    events: call.events,
    steps: Object.fromEntries(call.steps.map((step) => [step.id, step.value])),
    use_api: false,
    version: call.sdkVersion,
  });
}

type Headers = Record<string, string | string[] | undefined>;
const header = (headers: Headers, name: string) => {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
};

function read(status: number, headers: Headers, text: string): Answer {
  const payload = parsed(text);
  const retryAfter = header(headers, "retry-after");
  if (status === 206) {
    const ops = z.array(Op).min(1).safeParse(payload);
    const sdkVersion = Number(header(headers, "x-inngest-req-version") ?? 2);
    if (ops.success) return { kind: "ops", ops: ops.data, sdkVersion, retryAfter };
  }
  if (status === 200 && header(headers, "x-inngest-sdk")) return { kind: "done", output: payload };
  const noRetry = header(headers, "x-inngest-no-retry");
  const retriable = noRetry === undefined ? status !== 400 : noRetry !== "true";
  const error = runError(payload, `The app answered with status ${status}.`);
  return { kind: "error", error, retriable, retryAfter };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const AWAY = new Set(["ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT", "ENOTFOUND", "EHOSTUNREACH", "EAI_AGAIN"]);

function trouble(error: unknown): Answer {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (AWAY.has(code)) return { kind: "away" };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "lost", error: { name: "ConnectionLost", message: `The connection to the app broke: ${message}` } };
}
