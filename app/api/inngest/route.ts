import { serve } from "inngest/next";
import { functions } from "@/inngest";
import { jobs } from "@/lib/jobs";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const { GET, POST, PUT } = serve({ client: jobs, functions });
