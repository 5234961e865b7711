import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { openFolder } from "@/lib/local/folder";
import { appPort, letGo, portFor } from "@/lib/local/ports";
import { useDataFolder } from "@/tests/support/data-folder";

const folder = useDataFolder();

async function occupied(): Promise<{ port: number; free: () => void }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : 0, free: () => server.close() };
}

test("a part whose usual port is taken moves to the next free one", async () => {
  const other = await occupied();
  const port = await portFor(folder(), "first part", other.port);
  expect(port).toBeGreaterThan(other.port);
  other.free();
  await letGo(port);
});

test("a part keeps its port from one start to the next", async () => {
  const other = await occupied();
  const port = await portFor(folder(), "second part", other.port);
  await letGo(port);
  other.free();
  expect(await portFor(folder(), "second part", other.port)).toBe(port);
  await letGo(port);
});

test("two clones that start together never choose the same port", async () => {
  const [one, two] = [openFolder("one"), openFolder("two")];
  const ports = [await portFor(one, "part", 24_100), await portFor(two, "part", 24_100)];
  expect(new Set(ports).size).toBe(2);
  await Promise.all(ports.map(letGo));
});

test("two parts of one clone never share a port, whether they run or not", async () => {
  const smtp = await portFor(folder(), "smtp", 24_400);
  await letGo(smtp);
  const web = await portFor(folder(), "web", 24_400);
  expect(web).not.toBe(smtp);
  await letGo(web);
});

test("the app's own port never moves: a taken one is told in one sentence", async () => {
  const other = await occupied();
  await expect(appPort(folder(), String(other.port))).rejects.toThrow(
    `Port ${other.port} is taken by another program.`,
  );
  other.free();
});

test("a PORT that is no port is told in one sentence", async () => {
  for (const wrong of ["abc", "0", "70000", "80.5"]) {
    await expect(appPort(folder(), wrong)).rejects.toThrow(`PORT is not a port number: ${wrong}.`);
  }
});
