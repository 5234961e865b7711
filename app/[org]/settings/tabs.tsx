import { clsx } from "clsx";
import Link from "next/link";
import { PageHead } from "@/app/ui/page-head";

const tabs = { "": "Organization", members: "Members", security: "My account", trail: "Audit trail" };

/** The title of the settings and the way between their pages. `trail` is shown to those who may read it. */
export function SettingsHead({ org, here, trail }: { org: string; here: keyof typeof tabs; trail: boolean }) {
  return (
    <>
      <PageHead title="Settings" />
      <nav aria-label="Settings" className="flex gap-1 overflow-x-auto px-4 pb-4 md:px-6">
        {Object.entries(tabs).map(([path, name]) =>
          path === "trail" && !trail ? null : (
            <Link
              key={path}
              href={`/${org}/settings${path ? `/${path}` : ""}`}
              aria-current={path === here ? "page" : undefined}
              className={clsx(
                "rounded px-2.5 py-1.5 whitespace-nowrap",
                path === here ? "bg-select font-medium" : "text-muted hover:bg-hover hover:text-ink",
              )}
            >
              {name}
            </Link>
          ),
        )}
      </nav>
    </>
  );
}
