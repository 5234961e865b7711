import type { Metadata } from "next";
import { NothingHere } from "@/app/ui/nothing-here";

export const metadata: Metadata = { title: "Nothing here" };

/** Inside the organization's frame, which has the ways to everywhere else. */
export default function NotFound() {
  return <NothingHere />;
}
