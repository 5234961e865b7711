"use client";
import { useEffect } from "react";

/** Tells the page around how high the form is now, so that nothing of it scrolls or is cut. */
export function TellHeight({ form }: { form: string }) {
  useEffect(() => {
    const tell = () => window.parent.postMessage({ clientele: form, height: document.body.offsetHeight }, "*");
    const watch = new ResizeObserver(tell);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [form]);
  return null;
}
