"use client";
/** Short results that need no page of their own. `toast` is sonner's. */
import { Toaster as Sonner } from "sonner";

export { toast } from "sonner";

export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      toastOptions={{
        style: {
          background: "var(--raised)",
          color: "var(--ink)",
          border: "1px solid var(--line-strong)",
          font: "400 0.875rem / 1.25rem var(--font-sans)",
        },
      }}
    />
  );
}
