/**
 * The one way out to addresses that merchants typed in. The address a name leads to is checked at the very moment of
 * connecting and the connection goes to that address, so a DNS answer that changes in between gains nothing.
 */
import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { Agent, fetch, type Response } from "undici";
import { isPublicAddress } from "@/lib/connectors/addresses";

export type ResolvedAddress = { address: string; family: number };
export type Lookup = (host: string) => Promise<ResolvedAddress[]>;

export type OutboundRequest = {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutSeconds?: number;
  maxBytes?: number;
};

export type OutboundReply = { status: number; headers: Record<string, string>; text: string; url: URL };
export type AddressRule = (address: string) => boolean;
export type Outbound = (url: string | URL, request?: OutboundRequest) => Promise<OutboundReply>;

/** The address is one we do not call: private, not http(s), with a password in it, or redirecting to such a one. */
export class ForbiddenAddress extends Error {
  override name = "ForbiddenAddress";
}

/** No usable answer: unreachable, too slow, too large, a broken certificate. `permanent` = waiting will not help. */
export class NoAnswer extends Error {
  constructor(
    message: string,
    readonly permanent: boolean,
  ) {
    super(message);
    this.name = "NoAnswer";
  }
}

const maxRedirects = 3;
const defaultTimeoutSeconds = 30;
const defaultMaxBytes = 50 * 1024 * 1024;

/**
 * A fetch for store addresses. Follows at most three redirects of a GET, each checked again, and takes the
 * Authorization header and cookies away when the host changes. `allowPrivate` lifts the address check (a local shop);
 * tests bring their own look-up and rule.
 * @throws ForbiddenAddress, NoAnswer
 */
export function outbound(options: { allowPrivate?: boolean; lookup?: Lookup; isAllowed?: AddressRule } = {}): Outbound {
  const isAllowed = options.isAllowed ?? (options.allowPrivate ? anyAddress : isPublicAddress);
  const agent = options.lookup ? makeAgent(isAllowed, options.lookup) : sharedAgent(isAllowed);
  return async (url, request = {}) => {
    let target = checkUrl(url, isAllowed);
    let headers = request.headers ?? {};
    for (let hops = 0; ; hops += 1) {
      const reply = await callAgainIfCut(target, { ...request, headers }, agent);
      const location = reply.headers.location;
      if (!isRedirect(reply.status) || !location) return reply;
      const next = checkUrl(resolveLocation(location, target), isAllowed);
      refuseRedirect(request.method ?? "GET", hops, target, next);
      if (next.host !== target.host) headers = withoutSecrets(headers);
      target = next;
    }
  };
}

/** The address as a URL we may call. @throws ForbiddenAddress */
export function checkUrl(input: string | URL, isAllowed: AddressRule = isPublicAddress): URL {
  let url: URL;
  try {
    url = new URL(input);
  } catch {
    throw new ForbiddenAddress("This is not a web address.");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new ForbiddenAddress("Only addresses that start with https:// or http:// can be called.");
  }
  if (url.username || url.password) throw new ForbiddenAddress("The address must not contain a user name or password.");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) && !isAllowed(host)) throw privateAddress(url.hostname);
  return url;
}

const privateAddress = (host: string) =>
  new ForbiddenAddress(`${host} leads into a private network, not to a store on the internet.`);

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

function resolveLocation(location: string, from: URL) {
  try {
    return new URL(location, from);
  } catch {
    throw new NoAnswer(`${from.host} redirects to something that is not an address.`, true);
  }
}

function refuseRedirect(method: string, hops: number, from: URL, to: URL) {
  if (method !== "GET") throw new NoAnswer(`${from.host} redirects to ${to.host}. Use that address instead.`, true);
  if (hops >= maxRedirects) throw new NoAnswer(`${from.host} redirects too often.`, true);
  if (from.protocol === "https:" && to.protocol === "http:") {
    throw new ForbiddenAddress(`${from.host} redirects from a secure address to an insecure one.`);
  }
}

function withoutSecrets(headers: Record<string, string>) {
  const secret = new Set(["authorization", "cookie", "proxy-authorization"]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.has(name.toLowerCase())));
}

/** A kept connection may be closed by the other side at the very moment we use it: a GET is simply asked again. */
async function callAgainIfCut(url: URL, request: OutboundRequest, agent: Agent): Promise<OutboundReply> {
  try {
    return await callOnce(url, request, agent);
  } catch (error) {
    if (!(error instanceof CutOff) || (request.method ?? "GET") !== "GET") throw error;
    return callOnce(url, request, agent);
  }
}

class CutOff extends NoAnswer {
  constructor(url: URL) {
    super(`${url.host} cut the connection.`, false);
  }
}

async function callOnce(url: URL, request: OutboundRequest, agent: Agent): Promise<OutboundReply> {
  const timeoutSeconds = request.timeoutSeconds ?? defaultTimeoutSeconds;
  try {
    const response = await fetch(url, {
      method: request.method ?? "GET",
      headers: { "user-agent": "Clientele", accept: "application/json", ...request.headers },
      body: request.body,
      redirect: "manual",
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    const text = await readText(response, request.maxBytes ?? defaultMaxBytes);
    return { status: response.status, headers: Object.fromEntries(response.headers), text, url };
  } catch (error) {
    throw translate(error, url, timeoutSeconds);
  }
}

async function readText(response: Response, maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new NoAnswer(`The answer is larger than ${Math.round(maxBytes / 1024 / 1024)} MB.`, true);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function translate(error: unknown, url: URL, timeoutSeconds: number): Error {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ForbiddenAddress || cause instanceof NoAnswer) return cause;
    if (cause.name === "TimeoutError") return new NoAnswer(`${url.host} did not answer in ${timeoutSeconds} s.`, false);
    const code = "code" in cause ? String(cause.code) : "";
    if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(code)) return new CutOff(url);
    if (code === "ENOTFOUND") return new NoAnswer(`There is no server named ${url.hostname}.`, false);
    if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code)) {
      return new NoAnswer(`The certificate of ${url.host} is not valid (${code}).`, true);
    }
  }
  return new NoAnswer(`${url.host} cannot be reached.`, false);
}

const anyAddress: AddressRule = () => true;
const agents = new Map<AddressRule, Agent>();

function sharedAgent(isAllowed: AddressRule) {
  const agent = agents.get(isAllowed) ?? makeAgent(isAllowed, everyAddress);
  agents.set(isAllowed, agent);
  return agent;
}

const everyAddress: Lookup = (host) => systemLookup(host, { all: true });

const makeAgent = (isAllowed: AddressRule, lookup: Lookup) =>
  new Agent({ connect: { lookup: checkedLookup(isAllowed, lookup), timeout: 10_000 }, connections: 8 });

/** One private answer among public ones is enough to refuse: which one is used would be chance. */
function checkedLookup(isAllowed: AddressRule, lookup: Lookup): LookupFunction {
  return (host, options, done) => {
    lookup(host)
      .then((answers) => {
        const first = answers[0];
        if (!first) throw Object.assign(new Error(`No address for ${host}`), { code: "ENOTFOUND" });
        if (!answers.every((answer) => isAllowed(answer.address))) throw privateAddress(host);
        if (options.all) done(null, answers);
        else done(null, first.address, first.family);
      })
      .catch((error: Error) => done(error, "", 0));
  };
}
