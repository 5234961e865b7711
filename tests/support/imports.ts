/** Files uploaded and carried on as the job engine does it. */

import { type ImportView, showImport } from "@/lib/imports/imports";
import { advanceImport } from "@/lib/imports/run";
import { chooseMapping, lookAtImport } from "@/lib/imports/settings";
import { addPart, beginUpload, finishUpload, partSize } from "@/lib/imports/upload";
import { type Ctx, database } from "@/lib/tenancy";

/** Uploads in parts; gives the public id. */
export async function uploadFile(
  ctx: Ctx,
  store: string,
  file: string | Buffer,
  { name = "people.csv", kind = "contacts" }: { name?: string; kind?: ImportView["kind"] } = {},
): Promise<string> {
  const body = Buffer.from(file);
  const { import: id, parts } = await beginUpload(ctx, { store, file: name, size: body.length, kind });
  for (let part = 0; part < parts; part++) {
    await addPart(ctx, { import: id, part, body: body.subarray(part * partSize, (part + 1) * partSize) });
  }
  await finishUpload(ctx, { import: id });
  return id;
}

/** Takes the columns as they are proposed. */
export async function takeProposed(ctx: Ctx, id: string) {
  const { meaning } = await lookAtImport(ctx, { import: id });
  await chooseMapping(ctx, { import: id, ...meaning });
}

/** Until it stands still. */
export async function carry(ctx: Ctx, id: string): Promise<ImportView> {
  const importId = await innerId(id);
  while (!(await advanceImport(ctx, { importId, seconds: 30 })).done);
  return showImport(ctx, { import: id });
}

export async function innerId(id: string): Promise<number> {
  const [row] = await database().sql<{ id: number }[]>`select id::int from imports where public_id = ${id}`;
  return row!.id;
}
