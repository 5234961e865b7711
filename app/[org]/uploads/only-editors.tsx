import { NotForRole } from "@/app/ui/not-for-role";

/** In place of the steps from a file to its result, for a member who may only look. */
export const onlyEditors = (org: string) => (
  <NotForRole title="Files are imported by editors" back="To the uploads" href={`/${org}/uploads`} />
);
