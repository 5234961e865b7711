"use client";
/** A GET form whose empty fields do not come into the address. Before scripts they do, and are read as not there. */
import Form from "next/form";
import { type ReactNode, useEffect, useRef } from "react";

export function TidyForm({ action, className, children }: { action: string; className?: string; children: ReactNode }) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const element = form.current;
    const tidy = ({ formData }: FormDataEvent) => {
      for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
    };
    element?.addEventListener("formdata", tidy);
    return () => element?.removeEventListener("formdata", tidy);
  }, []);
  return (
    <Form ref={form} action={action} scroll={false} className={className}>
      {children}
    </Form>
  );
}
