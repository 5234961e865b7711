import type { ReactNode } from "react";

/** What stands inside somebody else's page: that page has a main part already, and its own ground where it tells us. */
export default function FramedLayout({ children }: { children: ReactNode }) {
  return <div className="grid content-start gap-5 p-4 max-sm:[&_input]:text-lead">{children}</div>;
}
