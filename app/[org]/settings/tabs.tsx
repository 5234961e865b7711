import type { ReactNode } from "react";
import { PageHead } from "@/app/ui/page-head";
import { Tabs } from "@/app/ui/tabs";

const tabs = {
  "": "Organization",
  members: "Members",
  api: "API keys",
  webhooks: "Webhooks",
  security: "My account",
  trail: "Audit trail",
};

type Props = { org: string; here: keyof typeof tabs; trail: boolean; children?: ReactNode };

/** The title of the settings and the way between their pages. `trail` is shown to those who may read it. */
export function SettingsHead({ org, here, trail, children }: Props) {
  const addressOf = (path: string) => `/${org}/settings${path ? `/${path}` : ""}`;
  const shown = Object.entries(tabs).filter(([path]) => path !== "trail" || trail);
  return (
    <>
      <PageHead title="Settings">{children}</PageHead>
      <Tabs
        label="Settings"
        here={addressOf(here)}
        tabs={shown.map(([path, name]) => ({ href: addressOf(path), name }))}
      />
    </>
  );
}
