/** The left rail; at phone width the same element is a drawer, opened without scripts by the popover attribute. */
import { ChartPie, House, MailPlus, Settings, Store, Tags, Upload, Users } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { NavLink } from "./nav-link";
import type { Choice } from "./organization-choices";
import { OrganizationMenu } from "./organization-menu";

export const drawerId = "rail";

export function Rail({
  org,
  name,
  others,
  contacts,
  stores,
}: {
  org: string;
  name: string;
  others: Choice[];
  /** Counts, which may still be on their way. */
  contacts: ReactNode;
  stores: ReactNode;
}) {
  return (
    <nav
      id={drawerId}
      popover="auto"
      aria-label="Main"
      className="inset-y-0 left-0 m-0 h-dvh w-[260px] flex-col gap-0.5 border-r bg-surface px-2 py-3 text-ink backdrop:bg-veil open:flex max-md:open:fixed md:sticky md:top-0 md:z-20 md:flex md:w-auto"
    >
      <OrganizationMenu name={name} others={others} />
      <NavLink href={`/${org}`} exact>
        <House aria-hidden />
        Home
      </NavLink>
      <NavLink href={`/${org}/contacts`}>
        <Users aria-hidden />
        Contacts
        <Tally>{contacts}</Tally>
      </NavLink>
      <NavLink href={`/${org}/lists`} also={[`/${org}/tags`, `/${org}/suppressions`]}>
        <Tags aria-hidden />
        Lists & tags
      </NavLink>
      <NavLink href={`/${org}/segments`}>
        <ChartPie aria-hidden />
        Segments
      </NavLink>
      <NavLink href={`/${org}/forms`}>
        <MailPlus aria-hidden />
        Forms
      </NavLink>
      <div className="m-2 h-px bg-line" />
      <NavLink href={`/${org}/uploads`}>
        <Upload aria-hidden />
        File uploads
      </NavLink>
      <NavLink href={`/${org}/stores`}>
        <Store aria-hidden />
        Stores
        <Tally>{stores}</Tally>
      </NavLink>
      <NavLink href={`/${org}/settings`}>
        <Settings aria-hidden />
        Settings
      </NavLink>
    </nav>
  );
}

function Tally({ children }: { children: ReactNode }) {
  return (
    <span className="num ml-auto text-small font-normal text-faint">
      <Suspense fallback={null}>{children}</Suspense>
    </span>
  );
}
