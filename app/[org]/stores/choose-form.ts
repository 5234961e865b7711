import { z } from "zod";
import { ChooseKinds } from "@/lib/stores/connect";

/** The form's one text of meta keys, a line or a comma each, as the list that the verb takes. */
export const ChooseForm = ChooseKinds.extend({
  consentKeys: z
    .string()
    .max(2000)
    .default("")
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.string().max(200)).max(20, "At most 20 keys.")),
});
