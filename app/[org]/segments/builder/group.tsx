"use client";
/** Conditions that stand together: how many of them must hold, the parts, and the buttons that add to them. */
import { clsx } from "clsx";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "@/app/ui/button";
import { freshLeaf } from "./asked";
import { useBuilding } from "./building";
import { DimensionPicker } from "./dimension-picker";
import { edited } from "./edits";
import { type Group, mostDeep } from "./outline";
import { Joint, PillSelect } from "./pills";
import { useDrop } from "./use-drag";

const words = [
  { value: "all", label: "all of" },
  { value: "any", label: "any of" },
  { value: "any not", label: "none of" },
  { value: "all not", label: "not all of" },
];

/** "all of", "any of", "none of", "not all of". */
export function GroupWord({ group, label, joint = "" }: { group: Group; label?: string; joint?: string }) {
  const { change } = useBuilding();
  return (
    <span className="flex grow items-center gap-1.5">
      <Joint word={joint} />
      <PillSelect
        label={label ?? "How many of the group"}
        options={words}
        value={`${group.word}${group.not ? " not" : ""}`}
        onChange={({ target: { value } }) => {
          const [word, not] = value.split(" ");
          change({ do: "word", id: group.id, word: word === "any" ? "any" : "all", not: not === "not" });
        }}
      />
    </span>
  );
}

/** `children` are its parts, each a list's item. */
export function GroupBody({ group, children }: { group: Group; children: ReactNode }) {
  const { over, place } = useDrop(() => ({ last: group.id }));
  return (
    <>
      {group.parts.length > 0 ? <ul aria-label="Conditions">{children}</ul> : null}
      <div className={clsx("flex flex-wrap gap-1 rounded py-1", over && "bg-accent-soft")} {...place}>
        <Adders group={group} />
      </div>
    </>
  );
}

function Adders({ group }: { group: Group }) {
  const { change, outline } = useBuilding();
  const deepest = edited(outline, { do: "add-group", group: group.id }) === outline;
  const button = (
    <button type="button" data-add={group.id} className={buttonClass("bare", "px-2")}>
      <Plus aria-hidden />
      Condition
    </button>
  );
  return (
    <>
      <DimensionPicker
        trigger={button}
        leads
        onChoose={(chosen) => change({ do: "add", group: group.id, leaf: freshLeaf(chosen) })}
      />
      <button
        type="button"
        className={buttonClass("bare", "px-2")}
        disabled={deepest}
        title={deepest ? `Groups may stand in each other ${mostDeep} deep, not deeper.` : undefined}
        onClick={() => change({ do: "add-group", group: group.id })}
      >
        <Plus aria-hidden />
        Group
      </button>
    </>
  );
}
