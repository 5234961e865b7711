import { clsx } from "clsx";
import type { ReactNode } from "react";

export type Colour = "special" | "grey" | "red" | "amber" | "blue";

const colours: Record<Colour, string> = {
  special: "bg-accent-soft text-accent",
  grey: "bg-none-soft text-muted",
  red: "bg-stop-soft text-stop",
  amber: "bg-wait-soft text-wait",
  blue: "bg-info-soft text-info",
};

export function Tag({ colour = "grey", children }: { colour?: Colour; children: ReactNode }) {
  return (
    <span
      className={clsx("mr-1 inline-flex h-5 max-w-full items-center rounded-sm px-[7px] text-small", colours[colour])}
    >
      {typeof children === "string" ? <span className="truncate">{children}</span> : children}
    </span>
  );
}

export type NamedTag = { name: string; colour: Colour };

export function Tags({ tags }: { tags: readonly NamedTag[] }) {
  return tags.map(({ name, colour }) => (
    <Tag key={`${colour} ${name}`} colour={colour}>
      {name}
    </Tag>
  ));
}

/** The colour a merchant chose by name; an unknown one is grey. */
export function tagColour(name: string): Colour {
  return name in colours && name !== "special" ? (name as Colour) : "grey";
}
