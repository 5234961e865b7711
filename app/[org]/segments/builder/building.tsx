"use client";
/**
 * What every part of the builder knows: the dimensions, the names behind ids, what is wrong where, and how to change
 * it.
 */
import { createContext, useContext } from "react";
import type { Dimension } from "@/lib/segments/sheet";
import type { Outline } from "./outline";
import type { Change } from "./use-outline";

export type Building = {
  org: string;
  outline: Outline;
  dimensions: ReadonlyMap<string, Dimension>;
  /** Names under `tag 0198…`. */
  labels: Readonly<Record<string, string>>;
  remember: (key: string, label: string) => void;
  change: (change: Change) => void;
  /** By the id of a row. */
  problems: Readonly<Record<string, string>>;
  /** By the id of a part, while somebody is asked about. */
  verdicts: Readonly<Record<string, boolean>> | null;
  /** The segment that is edited: it is not offered to itself. */
  self: string | null;
};

const Context = createContext<Building | null>(null);

export const BuildingProvider = Context.Provider;

export function useBuilding(): Building {
  const building = useContext(Context);
  if (!building) throw new Error("This stands outside of the builder.");
  return building;
}
