/** One part of a file on its way here, its bytes as the body. Again changes nothing. */
import { z } from "zod";
import { Failure } from "@/lib/errors";
import { OfImport } from "@/lib/imports/row";
import { addPart, partSize } from "@/lib/imports/upload";
import { orgRoute } from "@/lib/web/api-route";
import { readBody } from "@/lib/web/body";

const OnePart = OfImport.extend({ part: z.coerce.number().int().min(0) });

export const PUT = orgRoute(async ({ ctx }, request, { id, part }) => {
  const asked = OnePart.parse({ import: id, part });
  const body = await readBody(request, partSize);
  if (!body) throw new Failure("invalid", `A part has at most ${partSize} bytes.`);
  return Response.json(await addPart(ctx, { ...asked, body: new Uint8Array(body) }));
});
