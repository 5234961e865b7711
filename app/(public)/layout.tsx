import type { ReactNode } from "react";

/** Pages for a merchant's customers: one column, the merchant's name, and nothing of ours around it. */
export default function PublicLayout({ children }: { children: ReactNode }) {
  return <main className="mx-auto grid w-full max-w-[480px] content-start gap-5 p-4">{children}</main>;
}
