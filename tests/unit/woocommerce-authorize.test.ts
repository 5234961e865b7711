import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { connectorFor } from "@/lib/connectors/registry";
import { authorizeUrl, normalizeStoreUrl, readAuthorization } from "@/lib/connectors/woocommerce/authorize";
import { timeZone } from "@/lib/connectors/woocommerce/facts";
import { webhookAddressProblem } from "@/lib/connectors/woocommerce/webhook-address";
import { Failure } from "@/lib/errors";
import { startDemoStore } from "@/lib/local/demo-store";

describe("what merchants type for their store's address", () => {
  it("becomes its home", () => {
    const typed = {
      "shop.example": "https://shop.example",
      " https://Shop.Example/ ": "https://shop.example",
      "https://shop.example/wp-admin/": "https://shop.example",
      "https://shop.example/wp-admin/admin.php?page=wc-settings&tab=advanced": "https://shop.example",
      "https://shop.example/shop": "https://shop.example/shop",
      "shop.example/wordpress/wp-login.php?redirect_to=x": "https://shop.example/wordpress",
      "https://shop.example/de//": "https://shop.example/de",
      "https://shop.example/#top": "https://shop.example",
      "https://shop.example:8443/x/wp-json/wc/v3": "https://shop.example:8443/x",
      "http://shop.example": "http://shop.example",
      "bücher.example": "https://xn--bcher-kva.example",
      "localhost:8080": "https://localhost:8080",
      "http://127.0.0.1:8787/": "http://127.0.0.1:8787",
      "https://wp-admin.example/": "https://wp-admin.example",
    };
    for (const [input, home] of Object.entries(typed)) expect(normalizeStoreUrl(input), input).toBe(home);
  });

  it("is refused with a sentence where it is none", () => {
    for (const input of [
      "",
      "  ",
      "my shop",
      "shop",
      "ftp://shop.example",
      "javascript:alert(1)//x.y",
      "https://",
      "https://me:pw@shop.example",
      "mailto:me@shop.example",
    ]) {
      expect(() => normalizeStoreUrl(input), input).toThrow(Failure);
    }
  });
});

describe("the store's approve page", () => {
  const store = startDemoStore();
  afterAll(async () => (await store).stop());

  it("hands a working key to the callback, then sends the browser back", async () => {
    const demo = await store;
    const got: string[] = [];
    const app = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      got.push(`${request.headers["content-type"]} ${Buffer.concat(chunks)}`);
      response.writeHead(200).end();
    });
    await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
    const home = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
    const ask = {
      storeUrl: demo.url,
      appName: "Clientele & Co",
      state: "st_1",
      returnUrl: `${home}/back?a=1`,
      callbackUrl: `${home}/call`,
    };
    const page = await (await fetch(authorizeUrl(ask))).text();
    expect(page).toContain("Clientele &#38; Co would like to connect");
    const hidden = [...page.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!.replaceAll("&#38;", "&"),
    ]);
    const approve = (answer: string) =>
      fetch(`${demo.url}/wc-auth/v1/access_granted`, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams([...hidden, ["answer", answer]] as [string, string][]),
      });
    expect((await approve("deny")).headers.get("location")).toBe(`${home}/back?a=1&success=0&user_id=st_1`);
    expect(got).toEqual([]);
    expect((await approve("approve")).headers.get("location")).toBe(`${home}/back?a=1&success=1&user_id=st_1`);
    app.close();
    expect(got[0]).toMatch(/^application\/json;charset=UTF-8 /);
    const authorization = readAuthorization(JSON.parse(got[0]!.slice(got[0]!.indexOf("{"))))!;
    expect(authorization).toMatchObject({ state: "st_1", mayWrite: true });
    const api = connectorFor("woocommerce").open({
      url: demo.url,
      credentials: authorization.credentials,
      allowPrivate: true,
    });
    expect(await api.counts()).toEqual({ customers: 0, orders: 0 });
  });

  it("what the recorded store posted is read; anything else is not", () => {
    const recorded = JSON.parse(readFileSync("tests/fixtures/woocommerce/auth/wc-auth-callback.json", "utf8"));
    const body = JSON.parse(Buffer.from(recorded.body_base64, "base64").toString());
    expect(readAuthorization(body)).toMatchObject({
      state: "state-123",
      mayWrite: true,
      credentials: { consumerKey: body.consumer_key },
    });
    for (const wrong of [
      null,
      "x",
      [],
      {},
      { ...body, consumer_key: "xx" },
      { ...body, user_id: null },
      { ...body, key_permissions: "all" },
    ]) {
      expect(readAuthorization(wrong)).toBeNull();
    }
  });
});

describe("the address for webhooks", () => {
  it("trap: stock WordPress delivers only to public names on ports 80, 443 and 8080", () => {
    for (const fine of [
      "https://app.example/w",
      "http://app.example:8080/w",
      "https://app.example:443/",
      "http://93.184.216.34/w",
    ]) {
      expect(webhookAddressProblem(fine), fine).toBeNull();
    }
    for (const never of [
      "http://localhost:3000/w",
      "https://app.example:3000/w",
      "http://127.0.0.1/w",
      "http://10.0.0.8/w",
      "http://[2606:4700::1111]/w",
      "https://u:p@app.example/w",
    ]) {
      expect(webhookAddressProblem(never), never).toMatch(/\.$/);
    }
  });
});

describe("time zones", () => {
  it("come by name, else by the offset, whose Etc names count backwards", () => {
    expect(timeZone("America/New_York", -5)).toBe("America/New_York");
    expect(timeZone(undefined, 2)).toBe("Etc/GMT-2");
    expect(timeZone(undefined, -3)).toBe("Etc/GMT+3");
    expect(timeZone("Mars/Olympus", 5.5)).toBe("Asia/Kolkata");
    expect(timeZone(undefined, 0)).toBe("UTC");
    expect(timeZone(undefined, 7.25)).toBe("UTC");
    expect(timeZone(undefined, Number.NaN)).toBe("UTC");
  });
});
