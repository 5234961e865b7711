import { NothingHere } from "@/app/ui/nothing-here";

/** Inside the organization's frame, which has the ways to everywhere else. */
export default function NotFound() {
  return <NothingHere />;
}
