"use client";
/**
 * A row or a group in its place: its handle, the word that joins it to the one before, and what can be done with it.
 */
import { clsx } from "clsx";
import { Ellipsis, GripVertical } from "lucide-react";
import type { KeyboardEvent } from "react";
import { Button } from "@/app/ui/button";
import { Menu, MenuAction, MenuSeparator } from "@/app/ui/menu";
import { useBuilding } from "./building";
import { stepOf, type Way } from "./edits";
import { GroupBody, GroupWord } from "./group";
import { type Group, isGroup, isWithin, type Outline, type Part } from "./outline";
import { Mark, RowFields } from "./row";
import { useDrop, useHandle } from "./use-drag";

export function Parts({ group }: { group: Group }) {
  return (
    <GroupBody group={group}>
      {group.parts.map((part, at) => (
        <PartItem key={part.id} part={part} parent={group} at={at} />
      ))}
    </GroupBody>
  );
}

function PartItem({ part, parent, at }: { part: Part; parent: Group; at: number }) {
  const { over, held, place } = useDrop((half) => (half === "upper" ? { before: part.id } : { after: part.id }));
  const side = over ? ("before" in over ? "before" : "after") : null;
  const joint = at === 0 ? "" : parent.word === "all" ? "and" : "or";
  return (
    <li
      data-part={part.id}
      className={clsx(
        "relative",
        held === part.id && "opacity-50",
        side && "before:absolute before:inset-x-0 before:h-0.5 before:bg-accent",
        side === "before" ? "before:-top-0.5" : "before:-bottom-0.5",
      )}
    >
      <div className="flex items-start gap-1.5 py-1" {...place}>
        <Handle part={part} />
        <span className="w-7 shrink-0 pt-1.5 text-right text-small text-muted max-md:hidden">{joint}</span>
        {isGroup(part) ? <GroupWord group={part} joint={joint} /> : <RowFields row={part} joint={joint} />}
        <Mark id={part.id} />
        <PartMenu part={part} />
      </div>
      {isGroup(part) ? (
        <div className="ml-2.5 border-l-2 border-accent-line pl-1.5 md:ml-10 md:pl-3">
          <Parts group={part} />
        </div>
      ) : null}
    </li>
  );
}

function useNameOf(): (part: Part) => string {
  const { dimensions } = useBuilding();
  return (part) => (isGroup(part) ? "Group" : (dimensions.get(part.leaf.field)?.label ?? "A field that is gone"));
}

const ways: Record<string, Way> = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };

function Handle({ part }: { part: Part }) {
  const { change } = useBuilding();
  const handle = useHandle(part.id);
  const name = useNameOf()(part);
  const pressed = (event: KeyboardEvent) => {
    const way = ways[event.key];
    if (!way || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    change({ do: "step", id: part.id, way });
  };
  return (
    <button
      type="button"
      data-handle={part.id}
      aria-label={`Move ${name}`}
      aria-describedby="moving"
      title="Drag, or use the arrow keys"
      className="mt-1 shrink-0 cursor-grab rounded p-1 text-faint max-md:-ml-1.5 hover:bg-hover hover:text-ink active:cursor-grabbing"
      onKeyDown={pressed}
      {...handle}
    >
      <GripVertical aria-hidden className="size-4" />
    </button>
  );
}

const stepWords: Record<Way, string> = {
  up: "Move up",
  down: "Move down",
  in: "Move into the group beside it",
  out: "Move out of the group",
};

function PartMenu({ part }: { part: Part }) {
  const { change, outline } = useBuilding();
  const { id } = part;
  const steps = (["up", "down", "in", "out"] as const).filter((way) => {
    const to = stepOf(outline, id, way);
    return to !== null && to !== "wrap";
  });
  const trigger = (
    <Button
      id={`more-${id}`}
      look="bare"
      className="shrink-0 px-2"
      aria-label={`More for ${useNameOf()(part)}`}
      title="More"
    >
      <Ellipsis aria-hidden />
    </Button>
  );
  return (
    <Menu trigger={trigger} align="end" giveBack={() => document.getElementById(`more-${id}`)}>
      {steps.map((way) => (
        <MenuAction key={way} onClick={() => change({ do: "step", id, way })}>
          {stepWords[way]}
        </MenuAction>
      ))}
      <MenuAction onClick={() => change({ do: "wrap", id })}>Put into a group of its own</MenuAction>
      {isGroup(part) && !part.not ? (
        <MenuAction onClick={() => change({ do: "dissolve", id })}>Dissolve the group</MenuAction>
      ) : null}
      <MenuAction onClick={() => change({ do: "move", id, to: otherBlock(outline, id) })}>
        {isWithin(outline.exclude, id) ? "Move to include" : "Move to exclude"}
      </MenuAction>
      <MenuSeparator />
      <MenuAction onClick={() => change({ do: "negate", id })}>
        {part.not ? "Take “not” away" : "Turn around: not"}
      </MenuAction>
      <MenuAction onClick={() => change({ do: "duplicate", id })}>Duplicate</MenuAction>
      <MenuAction onClick={() => change({ do: "remove", id })}>Remove</MenuAction>
    </Menu>
  );
}

const otherBlock = ({ include, exclude }: Outline, id: string) => ({
  last: isWithin(exclude, id) ? include.id : exclude.id,
});
