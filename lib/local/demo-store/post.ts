import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

export type Reply = { status: number };

/**
 * A POST with WordPress's headers in WordPress's order and casing, which fetch would change. Does not follow
 * redirects. An unreachable or silent receiver is status 0.
 */
export function post(
  url: string,
  body: string,
  timeoutSeconds: number,
  headers: Record<string, string>,
): Promise<Reply> {
  return new Promise((resolve) => {
    const { "User-Agent": agent = "", ...own } = headers;
    const target = new URL(url);
    const send = target.protocol === "https:" ? httpsRequest : httpRequest;
    const request = send(target, {
      method: "POST",
      agent: false,
      timeout: timeoutSeconds * 1000,
      headers: {
        Host: target.host,
        "User-Agent": agent,
        Accept: "*/*",
        "Accept-Encoding": "deflate, gzip, br, zstd",
        ...own,
        Connection: "close",
        "Content-Length": String(Buffer.byteLength(body)),
      },
    });
    request.on("response", (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve({ status: 0 }));
    request.on("close", () => resolve({ status: 0 }));
    request.end(body);
  });
}
