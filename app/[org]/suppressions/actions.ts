"use server";
import { formatNumber } from "@/lib/format";
import * as suppressions from "@/lib/suppressions/suppressions";
import { action } from "@/lib/web/action";

const added = {
  message: ({ added, already }: suppressions.Suppressed) =>
    added > 0 ? `${formatNumber(added)} added.` : `Nothing was added: ${formatNumber(already)} were there already.`,
  tell: (result: suppressions.Suppressed) => result,
};

export const suppress = action(suppressions.Suppress, suppressions.suppress, added);
export const importSuppressions = action(suppressions.ImportSuppressions, suppressions.importSuppressions, added);
export const undoSuppress = action(suppressions.Undo, suppressions.undoSuppress, {
  message: ({ lifted }) => `${formatNumber(lifted)} taken off again.`,
});
export const liftSuppression = action(suppressions.OneSuppression, suppressions.liftSuppression, {
  message: ({ address }) => `${address} is not suppressed by hand any more.`,
  tell: ({ undo }) => ({ undo }),
});
export const undoLift = action(suppressions.Undo, suppressions.undoLift, {
  message: ({ address }) => `${address} is suppressed again.`,
});
