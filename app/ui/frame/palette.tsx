"use client";
/** Go to, find a contact, do: one box for the keyboard. */
import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { setTheme, type Theme } from "./use-theme";

/** A place to go or a thing to do that is an address. */
export type Place = { group: "Go to" | "Do"; label: string; href: string };
type Found = { id: string; title: string; detail: string };

const groups = ["Go to", "Do"] as const;
const themes: Theme[] = ["light", "dark", "system"];

const group =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:text-muted";

export function Palette({
  org,
  places,
  open,
  onOpenChange,
}: {
  org: string;
  places: Place[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const found = useContacts(org, open ? typed : "");
  const go = (href: string) => {
    onOpenChange(false);
    setTyped("");
    router.push(href);
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup className="fixed top-[12dvh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-[560px] -translate-x-1/2 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-lift">
          <Dialog.Title className="sr-only">Go to, find a contact, do</Dialog.Title>
          <Command label="Commands">
            <Command.Input
              value={typed}
              onValueChange={setTyped}
              placeholder="Find a contact or do…"
              className="h-12 w-full border-b bg-transparent px-4 outline-none"
            />
            <Command.List className="max-h-[60dvh] overflow-auto p-1">
              <Command.Empty className="px-3 py-6 text-center text-muted">Nothing by that name.</Command.Empty>
              {found.length > 0 ? (
                <Command.Group heading="Contacts" className={group}>
                  {found.map((one) => (
                    <Entry key={one.id} value={`${typed} ${one.id}`} onSelect={() => go(`/${org}/contacts/${one.id}`)}>
                      <span className="truncate font-medium">{one.title}</span>
                      <span className="ml-auto truncate text-small text-muted">{one.detail}</span>
                    </Entry>
                  ))}
                </Command.Group>
              ) : null}
              {groups.map((name) => (
                <Command.Group key={name} heading={name} className={group}>
                  {places
                    .filter((place) => place.group === name)
                    .map((place) => (
                      <Entry key={place.href} value={place.label} onSelect={() => go(place.href)}>
                        {place.label}
                      </Entry>
                    ))}
                  {name === "Do" ? themes.map((theme) => <ThemeEntry key={theme} theme={theme} />) : null}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function ThemeEntry({ theme }: { theme: Theme }) {
  return (
    <Entry value={`Theme: ${theme}`} onSelect={() => setTheme(theme)}>
      Theme: {theme === "system" ? "as the system" : theme}
    </Entry>
  );
}

function Entry({ value, onSelect, children }: { value: string; onSelect: () => void; children: React.ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex cursor-pointer items-center gap-3 rounded px-2.5 py-2 data-[selected=true]:bg-hover"
    >
      {children}
    </Command.Item>
  );
}

/** Contacts that match what is typed, a moment after typing pauses. */
function useContacts(org: string, typed: string): Found[] {
  const [found, setFound] = useState<Found[]>([]);
  useEffect(() => {
    const q = typed.trim();
    if (!q) {
      setFound([]);
      return;
    }
    const stop = new AbortController();
    const wait = setTimeout(async () => {
      const answer = await fetch(`/${org}/contacts/find?q=${encodeURIComponent(q)}`, { signal: stop.signal }).catch(
        () => null,
      );
      if (answer?.ok) setFound(await answer.json());
    }, 120);
    return () => {
      clearTimeout(wait);
      stop.abort();
    };
  }, [org, typed]);
  return found;
}
