"use client";
/** Parts are dragged by their handles to where a line shows that they would go. */
import { createContext, type DragEvent, useContext, useState } from "react";
import { useBuilding } from "./building";
import type { Target } from "./outline";

type Drag = {
  /** The part under the pointer's hold. */
  held: string | null;
  over: Target | null;
  hold: (id: string | null) => void;
  hover: (over: Target | null) => void;
};

const Context = createContext<Drag>({ held: null, over: null, hold: () => {}, hover: () => {} });

export function DragProvider({ children }: { children: React.ReactNode }) {
  const [held, hold] = useState<string | null>(null);
  const [over, hover] = useState<Target | null>(null);
  return <Context value={{ held, over, hold, hover }}>{children}</Context>;
}

/** What the handle of a part needs. */
export function useHandle(id: string) {
  const { hold, hover } = useContext(Context);
  return {
    draggable: true,
    onDragStart: (event: DragEvent<HTMLElement>) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", id);
      const part = event.currentTarget.closest("li");
      if (part) event.dataTransfer.setDragImage(part, 12, 12);
      hold(id);
    },
    onDragEnd: () => {
      hold(null);
      hover(null);
    },
  };
}

/** What a place needs that takes what is dropped; `targetAt` says where it goes, by how far down the pointer is. */
export function useDrop(targetAt: (half: "upper" | "lower") => Target) {
  const { held, over, hold, hover } = useContext(Context);
  const { change } = useBuilding();
  const mine = over !== null && [targetAt("upper"), targetAt("lower")].some((one) => isSame(one, over));
  return {
    over: mine ? over : null,
    held,
    place: {
      onDragOver: (event: DragEvent<HTMLElement>) => {
        if (!held) return;
        event.preventDefault();
        event.stopPropagation();
        const { top, height } = event.currentTarget.getBoundingClientRect();
        const target = targetAt(event.clientY < top + height / 2 ? "upper" : "lower");
        if (!over || !isSame(over, target)) hover(target);
      },
      onDrop: (event: DragEvent<HTMLElement>) => {
        if (!held || !over) return;
        event.preventDefault();
        event.stopPropagation();
        change({ do: "move", id: held, to: over });
        hold(null);
        hover(null);
      },
    },
  };
}

const isSame = (a: Target, b: Target) => JSON.stringify(a) === JSON.stringify(b);
