import { describe, expect, test } from "vitest";
import { embedScript, plainFrame, snippet } from "@/lib/forms/snippet";

const form = "0197c0de-0000-7000-8000-000000000001";
const hostile = `"</script><img src=x onerror=alert(1)>'\u2028\\ & <b>`;

/** As much of a page as the script asks for. */
function run(title: string, color = "rgb(20, 20, 20)", inHead = false) {
  const heard: ((event: object) => void)[] = [];
  const frame: Record<string, unknown> = { style: {}, contentWindow: {} };
  const placed: unknown[] = [];
  const parentNode = { insertBefore: (one: unknown) => placed.push(one) };
  const head = {};
  const document = {
    currentScript: { getAttribute: () => null, parentNode: inHead ? head : parentNode, nextSibling: null },
    createElement: () => frame,
    documentElement: {},
    head,
    body: inHead ? null : parentNode,
  };
  const location = { origin: "https://shop.example", pathname: "/news" };
  const listen = (_name: string, hear: (event: object) => void) => heard.push(hear);
  new Function("document", "location", "getComputedStyle", "addEventListener", embedScript(form, title))(
    document,
    location,
    () => ({ color }),
    listen,
  );
  const read = () => {
    document.body = parentNode;
    heard[0]!({});
  };
  return { frame, placed, read, tell: (event: object) => heard[0]!(event) };
}

describe("the script for a merchant's page", () => {
  test("puts our page into a frame where it stands, in the light of the page around, and says where that is", () => {
    const { frame, placed } = run("News");
    expect(placed).toEqual([frame]);
    expect(frame.title).toBe("News");
    const address = new URL(String(frame.src));
    expect(address.pathname).toBe(`/f/${form}/frame`);
    expect(Object.fromEntries(address.searchParams)).toEqual({ theme: "light", page: "https://shop.example/news" });
  });

  test("waits in a page's head until there is a body to put the form into", () => {
    const { frame, placed, read } = run("News", "rgb(240, 240, 240)", true);
    expect(placed).toEqual([]);
    read();
    expect(placed).toEqual([frame]);
    expect(new URL(String(frame.src)).searchParams.get("theme")).toBe("dark");
  });

  test("is dark where the page around writes in a light ink, however that is written", () => {
    const themeBy = (color: string) => new URL(String(run("News", color).frame.src)).searchParams.get("theme");
    const light = ["rgb(238, 238, 238)", "rgba(255, 255, 255, 0.8)", "oklch(0.97 0.01 90)", "lab(96 0 0)"];
    const dark = ["rgb(34, 34, 34)", "rgb(80, 60, 200)", "oklch(0.21 0.03 265)", "lab(12 3 4)", ""];
    expect(light.map(themeBy)).toEqual(light.map(() => "dark"));
    expect(dark.map(themeBy)).toEqual(dark.map(() => "light"));
  });

  test("takes the height from its own frame, and from nobody else", () => {
    const { frame, tell } = run("News");
    const origin = new URL(String(frame.src)).origin;
    tell({ source: frame.contentWindow, origin, data: { clientele: form, height: 512.2 } });
    expect(frame.height).toBe("513");
    tell({ source: {}, origin, data: { clientele: form, height: 9 } });
    tell({ source: frame.contentWindow, origin: "https://evil.example", data: { clientele: form, height: 9 } });
    tell({ source: frame.contentWindow, origin, data: { clientele: "another", height: 9 } });
    tell({ source: frame.contentWindow, origin, data: null });
    expect(frame.height).toBe("513");
  });

  test("takes any title for a text", () => {
    expect(run(hostile).frame.title).toBe(hostile);
    expect(embedScript(form, hostile).length).toBeLessThan(5_000);
  });
});

test("what is pasted is one element, whatever the title", () => {
  expect(snippet(form)).toMatch(/^<script async src="[^"<>]+\/embed\.js"><\/script>$/);
  expect(plainFrame(form, hostile)).toMatch(
    /^<iframe [^<>]*title="[^"<]*" width="100%" height="520" style="border:0"><\/iframe>$/,
  );
});
