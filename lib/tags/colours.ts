/** The colours a tag may have: names, which the pages draw light and dark. The first is the usual one. */
export const colours = ["grey", "red", "amber", "blue"] as const;
