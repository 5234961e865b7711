import type { ReactNode } from "react";

/** Pages for a merchant's customers: one column, the merchant's name, and nothing of ours around it. */
export default function PublicLayout({ children }: { children: ReactNode }) {
  // Below 16 px a phone enlarges the whole page as soon as one types.
  const typing = "max-sm:[&_input]:text-lead max-sm:[&_select]:text-lead";
  return <main className={`mx-auto grid w-full max-w-[480px] content-start gap-5 p-4 ${typing}`}>{children}</main>;
}
