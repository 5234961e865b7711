"use client";
import { Button } from "@/app/ui/button";
import { Progress } from "@/app/ui/progress";
import { formatDuration } from "@/lib/format";
import type { Standing } from "./use-sending";
import { sizeOf } from "./words";

/** The bar while a file is on its way. */
export function Sending({ standing, cancel }: { standing: NonNullable<Standing>; cancel: () => void }) {
  const { file, sent, perSecond } = standing;
  const told = [`${sizeOf(sent)} of ${sizeOf(file.size)}`];
  if (perSecond)
    told.push(`${sizeOf(perSecond)} a second`, `about ${formatDuration((file.size - sent) / perSecond)} left`);
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 truncate font-medium">
          Uploading <bdi>{file.name}</bdi>
        </span>
        <span role="status" className="num text-muted">
          {told.join(" · ")}
        </span>
        <Button look="bare" className="ml-auto" onClick={cancel}>
          Stop
        </Button>
      </div>
      <Progress done={sent} of={file.size} label={`Uploading ${file.name}`} />
      <p className="text-small text-muted">
        Keep this page open until the file is here. If it breaks off, it goes on where it was.
      </p>
    </div>
  );
}
