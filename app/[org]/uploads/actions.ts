"use server";
import { formatNumber, plural } from "@/lib/format";
import * as begin from "@/lib/imports/begin";
import { removeImport } from "@/lib/imports/imports";
import { mendRejects as mend } from "@/lib/imports/rejects";
import { OfImport } from "@/lib/imports/row";
import * as settings from "@/lib/imports/settings";
import * as upload from "@/lib/imports/upload";
import type { Ctx } from "@/lib/tenancy";
import { action } from "@/lib/web/action";
import { FormDialect, FormHeader, FormMapping, FormMend, FormOptions } from "./asked";

/** A step of the wizard ends on the page of the next. */
const then = <T extends OfImport>(verb: (ctx: Ctx, input: T) => Promise<unknown>) => {
  return async (ctx: Ctx, input: T) => {
    await verb(ctx, input);
    return input;
  };
};
const to = (step: string) => ({ redirect: (input: OfImport, org: string) => `/${org}/uploads/${input.import}${step}` });

export const beginUpload = action(upload.BeginUpload, upload.beginUpload, { tell: (begun) => begun });
export const finishUpload = action(OfImport, upload.finishUpload);
export const chooseDialect = action(FormDialect, (ctx, { import: id, ...reading }) =>
  settings.chooseReading(ctx, { import: id, reading }),
);
export const chooseHeader = action(FormHeader, (ctx, { import: id, header }) =>
  settings.chooseReading(ctx, { import: id, reading: { header } }),
);
export const chooseMapping = action(FormMapping, then(settings.chooseMapping), to("/options"));
export const chooseOptions = action(FormOptions, then(chooseAndCheck), to("/check"));
export const checkImport = action(OfImport, then(begin.checkImport), to("/check"));
export const startImport = action(OfImport, then(begin.startImport), to(""));
export const cancelImport = action(OfImport, begin.cancelImport, { message: "It stops after the part it is at." });
export const stopChecking = action(OfImport, then(begin.cancelImport), to("/options"));
export const undoImport = action(OfImport, begin.undoImport, { message: "It is being undone." });
export const mendRejects = action(FormMend, mend, {
  message: ({ taken, rejected }) =>
    rejected === 0
      ? `${plural(taken, "row")} taken.`
      : `${formatNumber(taken)} taken, ${formatNumber(rejected)} still rejected.`,
});
export const removeUpload = action(OfImport, removeImport, { redirect: (_, org) => `/${org}/uploads` });

async function chooseAndCheck(ctx: Ctx, input: Parameters<typeof settings.chooseOptions>[1]) {
  await settings.chooseOptions(ctx, input);
  await begin.checkImport(ctx, input);
}
