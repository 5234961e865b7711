/** `usedBy`: segments whose condition names this one. */
export type SegmentInMenu = {
  id: string;
  name: string;
  description: string;
  state: "draft" | "active" | "archived";
  size: number;
  usedBy: { id: string; name: string; state: string }[];
};

/** What the menu is told of a segment, and nothing more: it is sent to the browser. */
export const inMenu = ({ id, name, description, state, size, usedBy }: SegmentInMenu): SegmentInMenu => ({
  ...{ id, name, description, state, size },
  usedBy: usedBy.map(({ id, name, state }) => ({ id, name, state })),
});
