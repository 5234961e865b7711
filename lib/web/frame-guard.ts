import { NextResponse } from "next/server";
import { originsOf } from "../forms/shown";

/** Lets the sites a form names put it into a frame, and no others; where none is named, any. */
export async function guardFrame(form: string): Promise<NextResponse> {
  const origins = (await originsOf(form)) ?? ["'none'"];
  const allowed = origins.length === 0 ? ["https:", "http:"] : ["'self'", ...origins];
  const rest = "base-uri 'none'; object-src 'none'; form-action 'self'";
  return NextResponse.next({
    headers: { "content-security-policy": `frame-ancestors ${allowed.join(" ")}; ${rest}` },
  });
}
