import { redirect } from "next/navigation";
import { mine } from "@/lib/organizations";
import { requireUser } from "@/lib/web/session";

/** The start: the organization one was in last. */
export default async function Start() {
  const [last] = await mine(await requireUser());
  redirect(last ? `/${last.slug}` : "/new");
}
