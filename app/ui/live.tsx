"use client";
/** Keeps a page true while it is open: asks `url` for a version and renders the page anew when it changed. */
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

/** `url` answers JSON `{version: string}`. Rests while the tab is hidden and looks at once when it is seen again. */
export function Live({ url, version, seconds = 2 }: { url: string; version: string; seconds?: number }) {
  const router = useRouter();
  const shown = useRef(version);

  useEffect(() => {
    shown.current = version;
  }, [version]);

  useEffect(() => {
    const stop = new AbortController();
    let asking = false;
    async function look() {
      if (asking || document.hidden) return;
      asking = true;
      const now = await versionAt(url, stop.signal);
      asking = false;
      if (!now || now === shown.current || stop.signal.aborted) return;
      shown.current = now;
      router.refresh();
    }
    const clock = setInterval(look, seconds * 1000);
    document.addEventListener("visibilitychange", look, { signal: stop.signal });
    return () => {
      clearInterval(clock);
      stop.abort();
    };
  }, [url, seconds, router]);

  return null;
}

/** Null when the network or the server is away: the next look tries again. */
async function versionAt(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await fetch(url, { signal, headers: { accept: "application/json" } });
    if (!answer.ok) return null;
    const body: unknown = await answer.json();
    return typeof body === "object" && body && "version" in body ? String(body.version) : null;
  } catch {
    return null;
  }
}
