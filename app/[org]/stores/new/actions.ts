"use server";
import { beginApproval } from "@/lib/stores/approve";
import { action } from "@/lib/web/action";
import { ApproveForm } from "./approve-form";

/** To the platform's own page, where the merchant approves. */
export const approve = action(ApproveForm, beginApproval, { redirect: ({ authorizeUrl }) => authorizeUrl });
