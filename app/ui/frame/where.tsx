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

/** The room one is in, by the address. */
export function Where() {
  return rooms[usePathname().split("/")[2] ?? ""] ?? "Home";
}
