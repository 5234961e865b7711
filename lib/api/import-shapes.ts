/** What the API takes and tells of imports. */
import { z } from "zod";
import { fields } from "@/lib/imports/meaning";
import { MendRejects } from "@/lib/imports/mend";
import { ChooseMapping, ChooseOptions, ChooseReading } from "@/lib/imports/settings";
import { BeginUpload } from "@/lib/imports/upload";
import { line, Moment } from "@/lib/inputs";
import { TagName } from "@/lib/tags/names";
import { At, Id, InStore } from "./schemas";

const kind = BeginUpload.shape.kind;
const count = z.int();

const Counts = z.object({
  rows: count,
  loaded: count.meta({ description: "Only contacts that were not known before." }),
  updated: count,
  known: count,
  repeated: count,
  keptUnsubscribed: count,
  rejected: count,
});

const Checked = z.object({
  ...Counts.omit({ loaded: true }).shape,
  new: count,
  leftOut: count,
  role: count,
  disposable: count,
  reasons: z.array(z.object({ reason: z.string(), sentence: z.string(), count })),
});

export const Import = z
  .object({
    id: Id,
    store: Id,
    kind,
    state: z.enum([
      ...(["uploading", "mapping", "checking", "ready", "running"] as const),
      ...(["done", "cancelled", "failed", "undoing", "undone"] as const),
    ]),
    file: z.string(),
    size: count,
    received: count.meta({ description: "Bytes of the file that are here." }),
    createdAt: At,
    startedAt: At,
    finishedAt: At,
    error: z.string().nullable(),
    progress: z
      .object({
        share: z.number(),
        done: count,
        perSecond: z.number().nullable(),
        secondsLeft: z.number().nullable(),
      })
      .nullable(),
    counts: Counts,
    checked: Checked.nullable().meta({ description: "What the dry run found." }),
    undo: z.object({ askedAt: At, removed: count, restored: count }).nullable(),
    canUndo: z.boolean(),
  })
  .meta({ id: "Import" });

export type ImportAnswer = z.output<typeof Import>;

export const ListOfImports = z.strictObject({
  cursor: z.iso
    .datetime({ abort: true })
    .refine((at) => Moment.safeParse(at).success)
    .optional()
    .meta({ description: "The `next` of the page before." }),
});
export const AddImport = z.strictObject({ ...InStore, ...BeginUpload.omit({ store: true }).shape });
const { reason, country, unreadable, columns } = ChooseMapping.shape;
const { known, tags, lists } = ChooseOptions.shape;
export const AlterImport = z.strictObject({
  reading: ChooseReading.shape.reading.optional().meta({
    description: "How the bytes are read, where that was not seen rightly. Columns chosen before are forgotten.",
  }),
  kind: kind.unwrap().optional(),
  columns: columns.optional().meta({
    description:
      'One for each column of the file, {"field":"ignore"} for one to leave; what is not said of one (its dates, its words) is as proposed. Without it as they were proposed.',
  }),
  reason: reason.unwrap().optional(),
  country,
  unreadable: unreadable.unwrap().optional(),
  known: known.unwrap().optional(),
  tags: tags.unwrap().optional(),
  lists: lists.unwrap().optional(),
});
/** Said in the address beside the file itself: texts, and lists with commas. */
const several = <T extends z.ZodType<string, string>>(of: T, most: number) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((text) => text.split(",").map((word) => word.trim())))
    .pipe(z.array(of).min(1).max(most))
    .optional();
export const AddWhole = z.strictObject({
  ...InStore,
  file: BeginUpload.shape.file.meta({ description: "The file’s name, such as people.csv." }),
  start: z
    .enum(["true", "false"])
    .default("true")
    .meta({ description: "false: it waits for its columns, a check, a start." }),
  kind: kind.unwrap().optional(),
  columns: several(z.enum(fields), 500).meta({
    description: "What each column is, with commas: email,firstName,ignore. Without it as they are proposed.",
  }),
  reason: reason.unwrap().optional(),
  country: z.string().length(2).optional(),
  unreadable: unreadable.unwrap().optional(),
  known: known.unwrap().optional(),
  tags: several(TagName, 20).meta({ description: "For every row, with commas." }),
  lists: several(line("a list's name"), 20).meta({ description: "For every row, with commas." }),
});
export const ListOfRejects = z.strictObject({
  cursor: z.coerce.number().pipe(z.int32().min(0)).default(0).meta({ description: "The `next` of the page before." }),
  reason: z.string().max(40).optional(),
});
export const Rejected = z.object({
  line: count.meta({ description: "Of the file, from 1." }),
  column: count.nullable().meta({ description: "From 0; null: the row as a whole." }),
  reason: z.string(),
  sentence: z.string(),
  cells: z.array(z.string()),
});
const { rows } = MendRejects.shape;
export const Mend = z.strictObject({
  rows: rows.meta({ description: "At most 200, each with all of its cells. `line` is that of the rejected row." }),
});
export const Mended = z.object({
  taken: count,
  loaded: count,
  updated: count,
  mended: z.array(count).meta({ description: "Lines that are rejected no more." }),
  wrong: z.array(Rejected.omit({ cells: true })).meta({ description: "Rows that still cannot be taken." }),
});
export const Looked = z.object({
  header: z.array(z.string()).nullable(),
  rows: z.array(z.array(z.string())),
  kind,
  columns: z
    .array(z.record(z.string(), z.unknown()))
    .meta({ description: "Chosen, or proposed until somebody chooses." }),
});
