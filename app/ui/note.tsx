import { clsx } from "clsx";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const tones = {
  info: { look: "bg-info-soft", icon: <Info /> },
  wait: { look: "bg-wait-soft", icon: <TriangleAlert /> },
  stop: { look: "bg-stop-soft", icon: <CircleAlert /> },
};

/** A remark on the page: what happened, what is safe, what to do. */
export function Note({
  tone = "info",
  children,
  action,
}: {
  tone?: keyof typeof tones;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div
      className={clsx(
        "flex flex-wrap items-start gap-2.5 rounded px-3 py-2.5",
        action ? "sm:items-center" : null,
        tones[tone].look,
      )}
    >
      <span aria-hidden className={clsx("[&_svg]:size-4", action ? "max-sm:mt-0.5" : "mt-0.5")}>
        {tones[tone].icon}
      </span>
      <div className="min-w-48 flex-1 break-words">{children}</div>
      {action}
    </div>
  );
}
