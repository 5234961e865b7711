/** Before a page is made: only what a page cannot say itself. The sites that may frame a form are known by its row. */
import type { NextRequest } from "next/server";
import { guardFrame } from "@/lib/web/frame-guard";

export function proxy(request: NextRequest) {
  return guardFrame(request.nextUrl.pathname.split("/")[2] ?? "");
}

export const config = { matcher: "/f/:form/frame" };
