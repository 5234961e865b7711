"use client";
/** Name, description and state of what is built, and its way into the house. */
import { useRef, useState, useTransition } from "react";
import { Button } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { Field, FormError, Select } from "@/app/ui/field";
import { Note } from "@/app/ui/note";
import type { Definition } from "@/lib/segments/definition";
import type { Refused } from "@/lib/web/outcome";
import { createSegment, saveSegment } from "./actions";

export type State = "draft" | "active" | "archived";
/** `id` and `seen` are null for one that is new; `seen` is when the version one began with was saved. */
export type Kept = { id: string | null; seen: string | null; name: string; description: string; state: State };

export type Saving = ReturnType<typeof useSave>;

/** `saved` gets the segment's public id. */
export function useSave(org: string, kept: Kept, saved: (id: string) => void) {
  const [name, setName] = useState(kept.name);
  const [description, setDescription] = useState(kept.description);
  const [state, setState] = useState(kept.state);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [pending, start] = useTransition();
  const { id, seen } = kept;
  const save = (definition: Definition, over?: string) =>
    start(async () => {
      const described = { org, name, description, definition };
      const outcome =
        id === null
          ? await createSegment(null, { ...described, draft: state === "draft" })
          : await saveSegment(null, { ...described, segment: id, state, seen: over ?? seen });
      setRefused(outcome.ok ? null : outcome);
      if (outcome.ok) saved(outcome.result);
    });
  const refuse = (message: string) => setRefused({ ok: false, problem: "invalid", message, fields: {}, values: {} });
  const changed = name !== kept.name || description !== kept.description || state !== kept.state;
  return { id, name, setName, description, setDescription, state, setState, refused, refuse, pending, save, changed };
}

const stateWords: Record<State, string> = {
  active: "Active: members are kept",
  draft: "Draft: nobody is in it yet",
  archived: "Archived: nobody is in it",
};

export function Described({ saving }: { saving: Saving }) {
  const { name, setName, description, setDescription, state, setState, refused, id } = saving;
  const [begun] = useState(state);
  const states: State[] = begun === "archived" ? ["active", "draft", "archived"] : ["active", "draft"];
  return (
    <Card>
      <div className="grid gap-4 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
        <Field
          label="Name"
          name="name"
          value={name}
          required
          autoFocus={id === null && name === ""}
          error={refused?.fields.name}
          placeholder="Quiet Berlin regulars"
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label="Description (optional)"
          name="description"
          value={description}
          error={refused?.fields.description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <Select label="State" name="state" value={state} onChange={(event) => setState(event.target.value as State)}>
          {states.map((one) => (
            <option key={one} value={one}>
              {stateWords[one]}
            </option>
          ))}
        </Select>
      </div>
    </Card>
  );
}

/** What kept it from being saved; where somebody else saved meanwhile, the choice is the reader's. */
export function Refusal({ org, saving, onOver }: { org: string; saving: Saving; onOver: (seen: string) => void }) {
  const shown = useRef<Refused | null>(null);
  const { refused, pending, id } = saving;
  if (!refused) return null;
  const seen = refused.problem === "conflict" ? refused.fields.seen : undefined;
  const focus = (element: HTMLDivElement | null) => {
    if (element && shown.current !== refused) element.focus();
    shown.current = refused;
  };
  if (!seen) return <FormError ref={focus}>{refused.message}</FormError>;
  return (
    <div role="alert" tabIndex={-1} ref={focus}>
      <Note tone="wait">
        <div className="grid gap-2">
          <p>
            {refused.message} Nothing of yours is lost: look at theirs, then save yours over it, or leave and keep
            theirs.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button disabled={pending} onClick={() => window.open(`/${org}/segments/${id}`, "_blank")}>
              Look at theirs
            </Button>
            <Button look="stop" disabled={pending} onClick={() => onOver(seen)}>
              Save mine over it
            </Button>
          </div>
        </div>
      </Note>
    </div>
  );
}
