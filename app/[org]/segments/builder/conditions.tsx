"use client";
/** The two blocks: who is meant, and who of them is left out. */
import { Redo2, Undo2 } from "lucide-react";
import { Button } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { useBuilding } from "./building";
import { GroupWord } from "./group";
import type { Group } from "./outline";
import { Parts } from "./part";
import { DragProvider } from "./use-drag";

export function Conditions({ canUndo, canRedo }: { canUndo: boolean; canRedo: boolean }) {
  const { outline, change } = useBuilding();
  return (
    <DragProvider>
      <p id="moving" className="sr-only">
        Drag it, or press the arrow keys: up and down move it, right moves it into a group, left out of one.
      </p>
      <Block group={outline.include} title="Include people who match">
        <Button
          look="bare"
          className="px-2"
          aria-label="Undo"
          title="Undo (Ctrl Z)"
          disabled={!canUndo}
          onClick={() => change({ do: "undo" })}
        >
          <Undo2 aria-hidden />
        </Button>
        <Button
          look="bare"
          className="px-2"
          aria-label="Redo"
          title="Redo (Ctrl Shift Z)"
          disabled={!canRedo}
          onClick={() => change({ do: "redo" })}
        >
          <Redo2 aria-hidden />
        </Button>
      </Block>
      <Block group={outline.exclude} title="Exclude people who match" />
    </DragProvider>
  );
}

function Block({ group, title, children }: { group: Group; title: string; children?: React.ReactNode }) {
  return (
    <Card>
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <h2>{title}</h2>
        <GroupWord group={group} label={`${title}: how many of these`} />
        <div className="ml-auto flex">{children}</div>
      </div>
      <Parts group={group} />
    </Card>
  );
}
