import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { isPublicAddress } from "@/lib/connectors/addresses";
import { checkUrl, ForbiddenAddress, NoAnswer, outbound } from "@/lib/connectors/outbound";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

type Seen = { url: string; headers: Record<string, unknown> };
async function serve(
  answer: (path: string) => { status: number; headers?: Record<string, string>; body?: string | Buffer },
) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? "", headers: request.headers });
    const reply = answer(request.url ?? "");
    response.writeHead(reply.status, reply.headers).end(reply.body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = (server.address() as AddressInfo).port;
  return { url: `http://127.0.0.1:${port}`, port, seen };
}

const local = outbound({ allowPrivate: true });
const strict = outbound();
/** Names lead where the test says. */
const resolving = (...answers: string[]) => {
  const asked: string[] = [];
  const fetch = outbound({
    lookup: async (host) => {
      asked.push(host);
      return answers.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    },
  });
  return { fetch, asked };
};

describe("addresses", () => {
  const privateOnes = [
    "127.0.0.1",
    "127.255.0.9",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "fec0::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::7f00:1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::808:808",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "2001::1",
    "2001:db8::1",
    "100::1",
    "not an address",
    "",
  ];

  it("of private, reserved and tunnelling ranges are not public", () => {
    for (const address of privateOnes) expect(isPublicAddress(address), address).toBe(false);
  });

  it("of the internet are", () => {
    for (const address of [
      "8.8.8.8",
      "93.184.216.34",
      "172.32.0.1",
      "2606:4700::1111",
      "::ffff:8.8.8.8",
      "64:ff9b::808:808",
    ]) {
      expect(isPublicAddress(address), address).toBe(true);
    }
  });

  it("written in decimal, octal, hexadecimal or short form are recognized", () => {
    const disguised = [
      "http://2130706433/",
      "http://0x7f.1/",
      "http://0177.0.0.1/",
      "http://127.1/",
      "http://127.0.0.1./",
      "http://[::ffff:7f00:1]/",
      "http://１２７.0.0.1/",
    ];
    for (const url of disguised) expect(() => checkUrl(url), url).toThrow(ForbiddenAddress);
  });

  it("with a password, or of another kind than http, are refused", () => {
    for (const url of [
      "https://user:pw@shop.example/",
      "https://user@shop.example/",
      "ftp://shop.example/",
      "file:///etc/passwd",
      "gopher://x/",
      "shop.example",
    ]) {
      expect(() => checkUrl(url), url).toThrow(ForbiddenAddress);
    }
    expect(checkUrl("https://shop.example:8443/a").host).toBe("shop.example:8443");
  });
});

describe("calling out", () => {
  it("refuses an address of this machine before connecting", async () => {
    const { url, seen } = await serve(() => ({ status: 200 }));
    await expect(strict(url)).rejects.toThrow(ForbiddenAddress);
    await expect(strict(url.replace("127.0.0.1", "localhost"))).rejects.toThrow(ForbiddenAddress);
    expect(seen).toHaveLength(0);
  });

  it("refuses a name that leads to a private address", async () => {
    const { port, seen } = await serve(() => ({ status: 200 }));
    await expect(resolving("127.0.0.1").fetch(`http://shop.example:${port}/`)).rejects.toThrow(ForbiddenAddress);
    await expect(resolving("::ffff:127.0.0.1").fetch(`http://shop.example:${port}/`)).rejects.toThrow(ForbiddenAddress);
    expect(seen).toHaveLength(0);
  });

  it("refuses a name with one private address among public ones", async () => {
    const { port, seen } = await serve(() => ({ status: 200 }));
    const mixed = resolving("93.184.216.34", "127.0.0.1");
    await expect(mixed.fetch(`http://shop.example:${port}/`)).rejects.toThrow(ForbiddenAddress);
    expect(seen).toHaveLength(0);
  });

  it("DNS rebinding: the address that was checked is the one connected to, from one look-up", async () => {
    const { port, seen } = await serve(() => ({ status: 200 }));
    const answers = ["192.0.2.1", "127.0.0.1"];
    let lookups = 0;
    const fetch = outbound({
      lookup: async () => [{ address: lookups++ === 0 ? answers[0]! : answers[1]!, family: 4 }],
    });
    await expect(fetch(`http://shop.example:${port}/`)).rejects.toThrow(ForbiddenAddress);
    expect(lookups).toBe(1);
    await expect(fetch(`http://shop.example:${port}/`)).rejects.toThrow(ForbiddenAddress);
    expect(seen).toHaveLength(0);
  });

  it("connects to what its own look-up answers", async () => {
    const { port, seen } = await serve(() => ({ status: 200, body: "here" }));
    const fetch = outbound({ allowPrivate: true, lookup: async () => [{ address: "127.0.0.1", family: 4 }] });
    expect(await fetch(`http://shop.example:${port}/`)).toMatchObject({ status: 200, text: "here" });
    expect(seen[0]?.headers.host).toBe(`shop.example:${port}`);
  });

  it("a name that leads nowhere, and an empty answer, are no answer", async () => {
    await expect(resolving().fetch("http://shop.example/")).rejects.toThrow(NoAnswer);
    await expect(outbound()("http://no-such-name.invalid/")).rejects.toMatchObject({
      name: "NoAnswer",
      permanent: false,
    });
  });
});

describe("redirects", () => {
  it("are followed three times at most", async () => {
    const { url, seen } = await serve((path) => ({
      status: 302,
      headers: { location: `/${Number(path.slice(1)) + 1}` },
    }));
    await expect(local(`${url}/1`)).rejects.toThrow(/too often/);
    expect(seen.map((one) => one.url)).toEqual(["/1", "/2", "/3", "/4"]);
  });

  it("keep the key on the same host and drop it for another", async () => {
    const other = await serve(() => ({ status: 200, body: "other" }));
    const { url, seen } = await serve((path) =>
      path === "/same"
        ? { status: 301, headers: { location: "/end" } }
        : path === "/away"
          ? { status: 307, headers: { location: other.url } }
          : { status: 200 },
    );
    const headers = { Authorization: "Basic c2VjcmV0", cookie: "a=b" };
    await local(`${url}/same`, { headers });
    expect(seen.at(-1)).toMatchObject({ url: "/end", headers: { authorization: "Basic c2VjcmV0" } });
    expect((await local(`${url}/away`, { headers })).text).toBe("other");
    expect(other.seen[0]?.headers).not.toHaveProperty("authorization");
    expect(other.seen[0]?.headers).not.toHaveProperty("cookie");
  });

  it("into a private network are refused at every step", async () => {
    const inner = await serve(() => ({ status: 200, body: "secret" }));
    // The rule lets the first hop, our own server behind a name, pass: the second is under test.
    const lookup = async (host: string) => [
      { address: host === "shop.example" ? "127.0.0.1" : "127.0.0.2", family: 4 },
    ];
    const fetch = outbound({ lookup, isAllowed: (address) => address === "127.0.0.1" });
    const targets = [
      `http://inner.example:${inner.port}/`,
      `http://127.0.0.2:${inner.port}/`,
      "http://169.254.169.254/latest/meta-data/",
      "http://[::1]/",
      "http://2130706434/",
      "file:///etc/passwd",
      "https://user:pw@shop.example/",
    ];
    for (const location of targets) {
      const { port, seen } = await serve(() => ({ status: 302, headers: { location } }));
      await expect(fetch(`http://shop.example:${port}/`), location).rejects.toThrow(ForbiddenAddress);
      expect(seen).toHaveLength(1);
    }
    expect(inner.seen).toHaveLength(0);
  });

  it("of a call that writes are not followed, and the sentence names the right host", async () => {
    const { url } = await serve(() => ({ status: 301, headers: { location: "https://www.shop.example/x" } }));
    await expect(local(url, { method: "POST", body: "{}" })).rejects.toThrow(/www\.shop\.example/);
  });
});

describe("answers", () => {
  it("larger than the limit are cut off", async () => {
    const { url } = await serve(() => ({ status: 200, body: Buffer.alloc(300_000) }));
    await expect(local(url, { maxBytes: 200_000 })).rejects.toMatchObject({ name: "NoAnswer", permanent: true });
    expect((await local(url, { maxBytes: 300_000 })).text).toHaveLength(300_000);
  });

  it("cut off on the way are asked for once more, but never what writes", async () => {
    let calls = 0;
    const server = createServer((request, response) => {
      calls += 1;
      if (calls % 2 === 1) request.socket.destroy();
      else response.end("whole");
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect((await local(url)).text).toBe("whole");
    expect(calls).toBe(2);
    await expect(local(url, { method: "POST", body: "{}" })).rejects.toMatchObject({ permanent: false });
    expect(calls).toBe(3);
  });

  it("that do not come in time count as none", async () => {
    const server = createServer(() => {});
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(local(url, { timeoutSeconds: 0.2 })).rejects.toMatchObject({ name: "NoAnswer", permanent: false });
  });
});
