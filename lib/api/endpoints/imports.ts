import { z } from "zod";
import { cancelImport, undoImport } from "@/lib/imports/begin";
import { removeImport } from "@/lib/imports/imports";
import { mendRejects } from "@/lib/imports/mend";
import { OfImport } from "@/lib/imports/row";
import { endpoint } from "../endpoint";
import {
  AddImport,
  AddWhole,
  AlterImport,
  Import,
  ListOfImports,
  ListOfRejects,
  Looked,
  Mend,
  Mended,
  Rejected,
} from "../import-shapes";
import {
  addImport,
  addWhole,
  allImports,
  alterImport,
  changedImport,
  checkOne,
  getImport,
  lookAtOne,
  pageRejects,
  putFile,
  startOne,
} from "../imports";
import { pageOf } from "../schemas";

const common = { group: "Imports", params: OfImport } as const;
const edits = { ...common, scope: "contacts.edit" } as const;
const reads = { ...common, scope: "contacts.read" } as const;

export const imports = [
  endpoint({
    method: "GET",
    path: "/imports",
    group: common.group,
    scope: "contacts.read",
    title: "List imports",
    about: "The newest first, 30 a page.",
    query: ListOfImports,
    output: pageOf(Import),
    run: allImports,
  }),
  endpoint({
    method: "POST",
    path: "/imports",
    group: common.group,
    scope: "contacts.edit",
    title: "Import a file",
    about:
      "In one call: the bytes of the file as the body, its name and what is to be done with it in the address (?file=people.csv&tags=Fair); columns are guessed, it starts, and you ask how it goes. Or step by step: say here in JSON which file comes, send it (PUT …/file), change what was guessed of it, check it, start it. The same file again adds nothing; with an Idempotency-Key it is not even another import.",
    body: AddImport,
    file: { query: AddWhole, receive: addWhole },
    example: { file: "people.csv", size: 102400, kind: "contacts" },
    output: Import,
    status: 201,
    run: addImport,
  }),
  endpoint({
    ...reads,
    method: "GET",
    path: "/imports/{import}",
    title: "Get an import",
    about: "Its progress while it is checked, runs or is undone, and its result.",
    output: Import,
    run: getImport,
  }),
  endpoint({
    ...edits,
    method: "PUT",
    path: "/imports/{import}/file",
    title: "Send the file",
    about:
      "The bytes as they are: CSV, TSV, text, gzip, zip or Excel. Up to 2 GB. When the line broke, send it again: what is here is kept.",
    takes: "file",
    output: Import,
    run: putFile,
  }),
  endpoint({
    ...edits,
    method: "GET",
    path: "/imports/{import}/columns",
    title: "See the first rows and the proposed columns",
    output: Looked,
    run: lookAtOne,
  }),
  endpoint({
    ...edits,
    method: "PATCH",
    path: "/imports/{import}",
    title: "Choose columns and options",
    about: "What is absent stays, or is as proposed.",
    body: AlterImport,
    example: { columns: [{ field: "email" }, { field: "firstName" }], known: "add", tags: ["Fair 2026"] },
    output: Import,
    run: alterImport,
  }),
  endpoint({
    ...edits,
    method: "POST",
    path: "/imports/{import}/check",
    title: "Check the whole file",
    about: "Says how many would be new, updated, known and rejected, before anything is written.",
    output: Import,
    run: checkOne,
  }),
  endpoint({
    ...edits,
    method: "POST",
    path: "/imports/{import}/start",
    title: "Start an import",
    about: "Checked before or not.",
    output: Import,
    run: startOne,
  }),
  endpoint({
    ...edits,
    method: "POST",
    path: "/imports/{import}/cancel",
    title: "Stop an import",
    about: "What is through stays; it can be undone.",
    output: Import,
    run: async (ctx, input) => {
      await cancelImport(ctx, input);
      return changedImport(ctx, input);
    },
  }),
  endpoint({
    ...edits,
    method: "POST",
    path: "/imports/{import}/undo",
    title: "Undo an import",
    about: "Contacts it added go, what it changed is put back where nothing newer has. Consent is never raised by it.",
    output: Import,
    run: async (ctx, input) => {
      await undoImport(ctx, input);
      return changedImport(ctx, input);
    },
  }),
  endpoint({
    ...reads,
    method: "GET",
    path: "/imports/{import}/rejected",
    title: "List rejected rows",
    about: "In the order of the file, 50 a page, each with its line, column and reason. Kept for 30 days.",
    query: ListOfRejects,
    output: pageOf(Rejected),
    run: pageRejects,
  }),
  endpoint({
    ...edits,
    method: "POST",
    path: "/imports/{import}/rejected",
    title: "Mend rejected rows",
    about:
      "Rows of the list, as they should have been: they are tried again by the same rules, once the import has ended.",
    body: Mend,
    example: { rows: [{ line: 4, cells: ["mira@example.org", "Mira"] }] },
    output: Mended,
    run: mendRejects,
  }),
  endpoint({
    ...edits,
    method: "DELETE",
    path: "/imports/{import}",
    title: "Forget an import that was not started",
    output: z.object({}),
    run: async (ctx, input) => {
      await removeImport(ctx, input);
      return {};
    },
  }),
];
