"use client";
import { createContext, type ReactNode, useContext } from "react";

export type NamedTag = { id: string; name: string };

const Context = createContext<NamedTag[]>([]);

/** Every tag of the page, told once for all the dialogs that offer them. */
export function AllTags({ tags, children }: { tags: NamedTag[]; children: ReactNode }) {
  return <Context value={tags}>{children}</Context>;
}

export const useAllTags = () => useContext(Context);
