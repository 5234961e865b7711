"use server";
import { BeginInstall, beginInstall } from "@/lib/stores/install";
import { action } from "@/lib/web/action";

/** To the platform's own page, where the merchant approves for the organization chosen. */
export const install = action(BeginInstall, beginInstall, { redirect: ({ authorizeUrl }) => authorizeUrl });
