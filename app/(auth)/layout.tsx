import type { ReactNode } from "react";

/** Log-in, sign-up and the links from mails: one narrow column, nothing else. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-[400px] content-center gap-6 px-4 py-10">
      <div className="flex items-center gap-2 font-semibold">
        <span aria-hidden className="grid size-6 place-items-center rounded bg-accent text-small text-accent-text">
          C
        </span>
        Clientele
      </div>
      {children}
    </main>
  );
}
