"use client";
import { PageFailed } from "@/app/ui/page-failed";

/** Inside the organization's frame, which has the ways to everywhere else. */
export default PageFailed;
