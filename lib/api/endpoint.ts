/** One declaration per endpoint: what checks the call, what the documents tell, and what is done, are the same thing. */
import { z } from "zod";
import type { Scope } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** A file as it comes; nothing where the endpoint takes none. */
export type Stream = AsyncIterable<Uint8Array>;
type Fields = z.ZodObject;
type Of<S> = S extends z.ZodType ? z.output<S> : Record<never, never>;

type Declaration<P, Q, B, O extends z.ZodType> = {
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
  /** The body is a file's bytes, handed on as they come. Such a call may be sent again: it is made so that it does no harm. */
  takes?: "file";
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

export type Endpoint = Omit<Declaration<Fields, Fields, Fields, z.ZodType>, "run"> & {
  status: 200 | 201;
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
>({ run, ...declared }: Declaration<P, Q, B, O>): Endpoint {
  const { params, query, body, output, status = 200 } = declared;
  return {
    ...declared,
    params,
    query,
    body,
    status,
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
