"use client";
/** The page on which a segment is built: its conditions, what they mean in words and in people, and how it is saved. */
import { Button } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { BuildingProvider } from "./building";
import { Conditions } from "./conditions";
import { Examples, figureOf, PeopleNow, whoOf } from "./people";
import { Described, type Kept, Refusal, useSave } from "./save";
import { TextTab } from "./text-tab";
import { type BuildProps, useBuild } from "./use-build";
import { useGuard } from "./use-guard";
import { useUndoKeys } from "./use-undo-keys";
import { ViewTabs } from "./view-tabs";
import { WhyPerson } from "./why-person";

/** `total` is everybody; `back` where Discard leads; `begun`: it is worth saving as it stands, such as a template. */
export type BuilderProps = Omit<BuildProps, "self"> & { total: number; kept: Kept; back: string; begun?: boolean };

export function Builder({ total, kept, back, begun = false, ...props }: BuilderProps) {
  const { org } = props;
  const build = useBuild({ ...props, self: kept.id });
  const { building, typing, look } = build;
  useUndoKeys(building.change);
  const saving = useSave(org, kept, (id) => guard.leave(`/${org}/segments/${id}`));
  const guard = useGuard(build.changed || saving.changed || begun);
  const save = (over?: string) => {
    const problem = problemOf(build);
    if (problem) saving.refuse(problem);
    else saving.save(build.said.definition!, over);
  };
  const text = typing.typed ?? look.seen?.text ?? "";
  const wrong = typing.typed === null ? null : (look.seen?.wrong ?? null);
  return (
    <BuildingProvider value={building}>
      <PageHead title={saving.name.trim() || (kept.id ? "Edit segment" : "New segment")}>
        <Button onClick={() => guard.ask(back)}>Discard</Button>
        <Button look="go" disabled={saving.pending} aria-busy={saving.pending} onClick={() => save()}>
          {saving.pending ? "Saving…" : "Save segment"}
        </Button>
      </PageHead>
      <PageBody>
        <Refusal org={org} saving={saving} onOver={save} />
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <Described saving={saving} />
            <ViewTabs
              view={typing.view}
              onView={typing.show}
              conditions={<Conditions canUndo={build.canUndo} canRedo={build.canRedo} />}
              text={<TextTab text={text} wrong={wrong} current={look.current} onType={typing.type} />}
            />
            <Words words={look.seen?.words ?? ""} />
          </div>
          <Side build={build} org={org} total={total} />
        </div>
        <p aria-live="polite" className="sr-only">
          {build.told}
        </p>
      </PageBody>
      <PhoneCount figure={figureOf(look)} who={whoOf(look)} current={look.current} />
      {guard.guard}
    </BuildingProvider>
  );
}

/** What keeps it from being saved, in a sentence; null when nothing does. */
function problemOf({ said, look, typing }: ReturnType<typeof useBuild>): string | null {
  if (typing.view === "text" && typing.typed !== null && look.seen?.wrong)
    return "The text is not understood yet: it says where.";
  if (!said.definition) return "Add a condition first: whom do you mean?";
  const open = look.seen?.problems.length ?? 0;
  if (open === 0) return null;
  return open === 1
    ? "A condition is not complete: it says what is missing."
    : `${open} conditions are not complete: each says what is missing.`;
}

function Side({ build, org, total }: { build: ReturnType<typeof useBuild>; org: string; total: number }) {
  const { look, reach, why, person, ask } = build;
  return (
    <aside aria-label="Who is meant" className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:sticky xl:top-16">
      <PeopleNow look={look} reach={reach} total={total} />
      {look.seen?.preview ? <Examples org={org} people={look.seen.preview.people} onAsk={ask} /> : null}
      {look.seen?.sound ? <WhyPerson org={org} person={person} answer={why} onAsk={ask} /> : null}
    </aside>
  );
}

function Words({ words }: { words: string }) {
  return (
    <Card className="bg-surface!">
      <h2 className="text-small font-normal text-muted">In words</h2>
      <p className="mt-1 break-words">{words || "Say whom you mean, and it stands here as a sentence."}</p>
    </Card>
  );
}

/** At phone width the count stays in sight while one builds. */
function PhoneCount({ figure, who, current }: { figure: string; who: string; current: boolean }) {
  return (
    <div aria-hidden className="sticky bottom-0 z-10 border-t bg-raised px-4 py-2.5 xl:hidden">
      <span className={`num font-semibold ${current ? "" : "opacity-60"}`}>{figure}</span>
      <span className="text-muted"> {who} now</span>
    </div>
  );
}
