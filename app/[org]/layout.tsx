import type { ReactNode } from "react";
import { logOutAction } from "@/app/(auth)/actions";
import { MemberMenu } from "@/app/ui/frame/member-menu";
import type { Place } from "@/app/ui/frame/palette";
import { Rail } from "@/app/ui/frame/rail";
import { Shortcuts } from "@/app/ui/frame/shortcuts";
import { TopBar } from "@/app/ui/frame/top-bar";
import { Where } from "@/app/ui/frame/where";
import { Count } from "@/app/ui/values";
import { countAllContacts, storeNames } from "@/lib/contacts/directory";
import { mine } from "@/lib/organizations";
import { may } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";
import { currentUser, memberContext } from "@/lib/web/session";

type Props = { params: Promise<{ org: string }> };

export default async function OrganizationLayout({ children, params }: Props & { children: ReactNode }) {
  const { org } = await params;
  // Nobody logged in: the page itself sends them to the log-in page, for it knows where they wanted to go.
  if (!(await currentUser())) return children;
  const { ctx, organization, user } = await memberContext(org);
  const others = (await mine(user)).filter((other) => other.slug !== org);
  return (
    <div className="grid min-h-dvh grid-cols-1 md:grid-cols-[216px_minmax(0,1fr)]">
      <SkipLink />
      <Rail
        org={org}
        name={organization.name}
        others={others.map(({ slug, name }) => ({ slug, name }))}
        contacts={<Contacts ctx={ctx} />}
        stores={<Stores ctx={ctx} />}
      />
      <div className="min-w-0">
        <TopBar
          where={<Where />}
          searchAction={`/${org}/contacts`}
          shortcuts={<Shortcuts org={org} places={places(org, ctx, others)} />}
        >
          <MemberMenu name={user.name} email={user.email} signOut={logOutAction} />
        </TopBar>
        <main id="main">{children}</main>
      </div>
    </div>
  );
}

async function Contacts({ ctx }: { ctx: Ctx }): Promise<ReactNode> {
  return <Count value={await countAllContacts(ctx)} />;
}

async function Stores({ ctx }: { ctx: Ctx }): Promise<ReactNode> {
  return <Count value={(await storeNames(ctx)).length} />;
}

function places(org: string, ctx: Ctx, others: { slug: string; name: string }[]): Place[] {
  const upload: Place = { group: "Do", label: "Import contacts", href: `/${org}/uploads/new` };
  const connect: Place = { group: "Do", label: "Connect a store", href: `/${org}/stores/new` };
  return [
    { group: "Go to", label: "Home", href: `/${org}` },
    { group: "Go to", label: "Contacts", href: `/${org}/contacts` },
    { group: "Go to", label: "Forms", href: `/${org}/forms` },
    { group: "Go to", label: "Lists", href: `/${org}/lists` },
    { group: "Go to", label: "Tags", href: `/${org}/tags` },
    { group: "Go to", label: "Suppressions", href: `/${org}/suppressions` },
    { group: "Go to", label: "Segments", href: `/${org}/segments` },
    { group: "Go to", label: "File uploads", href: `/${org}/uploads` },
    { group: "Go to", label: "Stores", href: `/${org}/stores` },
    { group: "Go to", label: "Settings", href: `/${org}/settings` },
    ...others.map(({ slug, name }): Place => ({ group: "Go to", label: name, href: `/${slug}` })),
    ...(may(ctx, "contacts.edit") ? [upload] : []),
    ...(may(ctx, "stores.connect") ? [connect] : []),
  ];
}

function SkipLink() {
  return (
    <a
      href="#main"
      className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:border focus:bg-raised focus:px-3 focus:py-2"
    >
      Skip to the page
    </a>
  );
}
