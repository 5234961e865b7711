/**
 * One declaration per endpoint: what checks the call, what the documents tell, and what is done, are the same thing.
 */
import { z } from "zod";
import type { Scope } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** A file as it comes; nothing where the endpoint takes none. */
export type Stream = AsyncIterable<Uint8Array>;
type Fields = z.ZodObject;
type Of<S> = S extends z.ZodType ? z.output<S> : Record<never, never>;

/** `size` in bytes, as the caller says. */
type Whole = { bytes: Stream; size: number };

/** A file that is here: `finish` does the rest of the call and may be one transaction, `drop` forgets the file. */
type Received<A> = { finish: (ctx: Ctx) => Promise<A>; drop: (ctx: Ctx) => Promise<void> };

type Declaration<P, Q, B, O extends z.ZodType, F> = {
  method: Method;
  /** As in OpenAPI, below /api/v1: "/contacts/{contact}". */
  path: string;
  /** The heading it stands under. */
  group: string;
  scope: Scope;
  /** Not for a key that is bound to one store: it would change what other stores' people have. */
  whole?: boolean;
  title: string;
  about?: string;
  params?: P;
  query?: Q;
  body?: B;
  /**
   * The body is a file's bytes, handed on as they come. Such a call may be sent again: it is made so that it does no
   * harm.
   */
  takes?: "file";
  /**
   * A body that is not JSON is a file's bytes, handed on as they come; all else is said in the query then. It is
   * answered 202: the work goes on behind it.
   */
  file?: { query: F; receive: (ctx: Ctx, input: Of<P> & Of<F>, file: Whole) => Promise<Received<z.input<O>>> };
  /** A body to begin with. */
  example?: Record<string, unknown>;
  /** Every field of an answer is named here; what is not is not sent. */
  output: O;
  status?: 200 | 201;
  run: (ctx: Ctx, input: Of<P> & Of<Q> & Of<B>, file: Stream) => Promise<z.input<O>>;
};

/** What comes from outside, not checked yet. */
export type Sent = {
  params: Record<string, string>;
  query: Record<string, string | string[]>;
  body: unknown;
  file?: Stream;
};

export type Endpoint = Omit<Declaration<Fields, Fields, Fields, z.ZodType, Fields>, "run" | "file"> & {
  status: 200 | 201;
  /** What may be said beside a file, and how such a call is answered. */
  file?: { query: Fields; receive: (ctx: Ctx, sent: Sent, file: Whole) => Promise<Received<unknown>> } | undefined;
  /** Checks, works, and checks the answer. Throws `Misread` with all that is wrong. */
  answer: (ctx: Ctx, sent: Sent) => Promise<unknown>;
};

/** Something in a call that its schema refuses. `of` says where the path begins. */
export class Misread extends Error {
  constructor(
    readonly of: "params" | "query" | "body",
    readonly schema: z.ZodType,
    readonly issues: z.core.$ZodIssue[],
  ) {
    super("The call is not what this endpoint expects.");
  }
}

export function endpoint<
  O extends z.ZodType,
  P extends Fields | undefined = undefined,
  Q extends Fields | undefined = undefined,
  B extends Fields | undefined = undefined,
  F extends Fields = Fields,
>({ run, file, ...declared }: Declaration<P, Q, B, O, F>): Endpoint {
  const { params, query, body, output, status = 200 } = declared;
  return {
    ...declared,
    params,
    query,
    body,
    status,
    file: file && {
      query: file.query,
      receive: async (ctx, sent, whole) => {
        const read = { ...check("params", params, sent.params), ...check("query", file.query, sent.query) };
        const { finish, drop } = await file.receive(ctx, read as Of<P> & Of<F>, whole);
        return { finish: async (ctx) => output.parse(await finish(ctx)), drop };
      },
    },
    answer: async (ctx, sent) => {
      const read = {
        ...check("params", params, sent.params),
        ...check("query", query ?? z.strictObject({}), sent.query),
        ...check("body", body, sent.body),
      };
      return output.parse(await run(ctx, read as Of<P> & Of<Q> & Of<B>, sent.file ?? nothing()));
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function check(of: Misread["of"], schema: Fields | undefined, sent: unknown): object {
  if (!schema) return {};
  const read = schema.safeParse(sent);
  if (!read.success) throw new Misread(of, schema, read.error.issues);
  return read.data;
}
