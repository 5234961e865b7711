"use client";
import { usePathname } from "next/navigation";

const rooms: Record<string, string> = {
  contacts: "Contacts",
  lists: "Lists & tags",
  tags: "Lists & tags",
  suppressions: "Lists & tags",
  segments: "Segments",
  forms: "Forms",
  uploads: "File uploads",
  stores: "Stores",
  settings: "Settings",
};

/** The room one is in, by the address; none at an address that leads nowhere. */
export function Where() {
  const room = usePathname().split("/")[2];
  return room ? (rooms[room] ?? null) : "Home";
}
