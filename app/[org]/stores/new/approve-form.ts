import { z } from "zod";
import { BeginApproval } from "@/lib/stores/approve";

/** The form's two fields of the merchant's own app, both or neither, as the one that the verb takes. */
export const ApproveForm = BeginApproval.omit({ app: true })
  .extend({ appId: z.string().trim().max(300).default(""), appSecret: z.string().trim().max(300).default("") })
  .refine(({ appId, appSecret }) => Boolean(appId) === Boolean(appSecret), {
    path: ["appSecret"],
    message: "Paste both halves of your app, or neither.",
  })
  .transform(({ appId, appSecret, ...given }) => (appId ? { ...given, app: { id: appId, secret: appSecret } } : given))
  .pipe(BeginApproval);
