"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { finishUpload } from "./actions";
import { sendParts } from "./send-parts";

/** What is on its way, and how much of it is there; the sentence when it broke off. */
export type Standing = { file: File; sent: number; perSecond: number | null } | null;

/** By the member, not because they left the page. */
const stopped = "stopped";

/**
 * Sends a file and goes to its columns when it is there; whoever stops it is taken to where it goes on. `broken` is the
 * upload of which a part is here. Whoever leaves the page meanwhile is asked whether they mean it.
 */
export function useSending(org: string) {
  const router = useRouter();
  const [standing, stand] = useState<Standing>(null);
  const [trouble, setTrouble] = useState("");
  const [broken, breakOff] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);

  useEffect(() => () => stop.current?.abort(), []);
  useEffect(() => {
    if (!standing) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [standing]);

  async function send(file: File, open: () => Promise<{ upload: string; partSize: number; parts: number[] }>) {
    stop.current = new AbortController();
    setTrouble("");
    breakOff(null);
    let opened: string | null = null;
    stand({ file, sent: 0, perSecond: null });
    const begun = performance.now();
    let first: number | null = null;
    try {
      const { upload, ...parts } = await open();
      opened = upload;
      const onProgress = (sent: number) => {
        first ??= sent;
        const seconds = (performance.now() - begun) / 1000;
        stand({ file, sent, perSecond: sent > first && seconds > 1 ? (sent - first) / seconds : null });
      };
      await sendParts({ org, upload, file, ...parts, signal: stop.current.signal, onProgress });
      const outcome = await finishUpload(null, { org, import: upload });
      if (!outcome.ok) throw new Error(outcome.message);
      router.push(`/${org}/uploads/${upload}/columns`);
    } catch (error) {
      stand(null);
      const { aborted, reason } = stop.current.signal;
      if (reason === stopped && opened) return router.push(`/${org}/uploads/${opened}`);
      if (aborted) return;
      setTrouble(error instanceof Error ? error.message : String(error));
      breakOff(opened);
    }
  }

  return { standing, trouble, broken, send, cancel: () => stop.current?.abort(stopped) };
}
