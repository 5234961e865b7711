import type { ReactNode } from "react";
import { Note } from "@/app/ui/note";
import { platformName } from "@/app/ui/words";
import { demoOf } from "@/lib/connection/apps";
import type { Platform } from "@/lib/connectors/types";

/** What the demo gives out for a platform's form; none where no demo runs, or another store is connected again. */
export function demoFor(platform: Platform, url?: string) {
  const demo = demoOf(platform);
  return url === undefined || url === demo?.url ? demo : undefined;
}

type Props = { platform: Platform; url?: string; children: ReactNode };

/** Tells a newcomer that this machine serves a store of the platform, to be connected as a real one is. */
export function DemoNote({ platform, url, children }: Props) {
  return (
    <Note>
      A demo {platformName(platform)} runs on this machine
      {url ? (
        <>
          {" "}
          as <b className="font-medium break-words">{url}</b>
        </>
      ) : null}
      . {children}
    </Note>
  );
}
