import { userInfo } from "node:os";
import type { Operator } from "@/lib/operations";

/** Who sits at the command line, as the trail of an organization will name them. */
export function operator(): Operator {
  try {
    return { kind: "operator", name: userInfo().username };
  } catch {
    // In some containers the user has a number and no name.
    return { kind: "operator", name: "operator" };
  }
}
