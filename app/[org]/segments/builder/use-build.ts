"use client";
/** All that the builder knows at a moment: the outline, what the server says of it, and how to change it. */
import { useEffect, useMemo, useState } from "react";
import { toast } from "@/app/ui/toaster";
import type { Definition } from "@/lib/segments/definition";
import type { Dimension } from "@/lib/segments/sheet";
import type { Building } from "./building";
import { find, isGroup, type Outline, outlineOf, placeOf, written } from "./outline";
import { useFocus } from "./use-focus";
import { type Answered, type Seen, useLook, useReach, useWhy } from "./use-look";
import { type Change, useOutline } from "./use-outline";
import { useText, useUnderstood } from "./use-text";
import type { Asked } from "./why-person";

export type BuildProps = {
  org: string;
  dimensions: readonly Dimension[];
  definition: Definition | null;
  labels: Record<string, string>;
  /** The segment that is edited. */
  self: string | null;
  /** A text that was given and is not understood. */
  text?: string | undefined;
};

export function useBuild({ org, dimensions, definition, labels, self, text }: BuildProps) {
  const [first] = useState(() => outlineOf(definition));
  const { outline, change: apply, refused, ...past } = useOutline(first);
  const typing = useText(text);
  const [person, ask] = useState<Asked | null>(null);
  const said = useMemo(() => written(outline), [outline]);
  const isText = typing.view === "text" && typing.typed !== null;
  const blank = isText && typing.typed?.trim() === "";
  const asked = blank ? null : isText ? { text: typing.typed } : said.definition && { definition: said.definition };
  const look = useLook(org, asked && JSON.stringify(asked));
  useUnderstood(typing, look, said.definition, apply);
  const sound = look.current && look.seen ? look.seen.sound : null;
  const reach = useReach(org, sound);
  const why = useWhy(org, person?.id ?? null, look.seen?.problems.length === 0 ? sound : null);
  const { told, change } = useChange(outline, apply, refused, dimensions, typing.type);
  const [known, setKnown] = useState(labels);
  const building: Building = {
    org,
    outline,
    dimensions: useMemo(() => new Map(dimensions.map((one) => [one.key, one])), [dimensions]),
    labels: { ...known, ...look.seen?.labels },
    remember: (key, label) => setKnown((before) => ({ ...before, [key]: label })),
    change,
    problems: useProblems(look, said.rows),
    verdicts: why.seen && why.current && person ? byPart(said.places, why.seen.verdicts) : null,
    self,
  };
  const changed = outline !== first || (isText && typing.typed !== text);
  return { building, typing, said, look, reach, why, person, ask, told, changed, ...past };
}

/** Changes, with what is told of them and where the focus goes. */
function useChange(
  outline: Outline,
  apply: (change: Change) => void,
  refused: string | null,
  dimensions: readonly Dimension[],
  type: (typed: null) => void,
) {
  const [last, setLast] = useState<{ id: string; name: string } | null>(null);
  const focusFor = useFocus(outline);
  const change = (change: Change) => {
    focusFor(change);
    type(null);
    toast.dismiss("removed");
    toast.dismiss("refused");
    const part = "id" in change ? find(outline, change.id)?.part : undefined;
    const name =
      !part || isGroup(part) ? "The group" : (dimensions.find(({ key }) => key === part.leaf.field)?.label ?? "");
    setLast(change.do === "step" || change.do === "move" ? { id: change.id, name } : null);
    apply(change);
    if (change.do === "remove") {
      const undo = { label: "Undo", onClick: () => apply({ do: "undo" }) };
      toast(`${name} is removed.`, { id: "removed", action: undo });
    }
  };
  useEffect(() => {
    if (refused) toast(refused, { id: "refused" });
  }, [refused]);
  return { change, told: !refused && last ? placeOf(outline, last.id, last.name) : "" };
}

/** By row. Those of the last answer stand until the next, so that nothing jumps while one types. */
function useProblems({ seen, current }: Answered<Seen>, rows: Record<string, string>): Record<string, string> {
  const [shown, show] = useState<{ of: Seen | null; problems: Record<string, string> }>({ of: null, problems: {} });
  if (current && seen && shown.of !== seen) {
    const problems = seen.problems.flatMap(({ place, problem }) => {
      const row = rows[place];
      return row ? [[row, problem] as const] : [];
    });
    show({ of: seen, problems: Object.fromEntries(problems) });
  }
  return shown.problems;
}

function byPart(places: Record<string, string>, verdicts: Record<string, boolean>): Record<string, boolean> {
  const known = Object.entries(places).flatMap(([id, place]) => {
    const holds = verdicts[place];
    return holds === undefined ? [] : [[id, holds] as const];
  });
  return Object.fromEntries(known);
}
