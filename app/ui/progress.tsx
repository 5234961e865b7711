/** A bar of `done` in `of`; without a total it says only what is done. */
export function Progress({ done, of, label }: { done: number; of: number | null; label: string }) {
  const share = of && of > 0 ? Math.min(1, done / of) : null;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={of ?? undefined}
      aria-valuenow={share === null ? undefined : Math.min(done, of ?? done)}
      className="h-1.5 overflow-hidden rounded-full bg-none-soft"
    >
      <div
        className={share === null ? "h-full w-1/4 animate-pulse bg-accent" : "h-full bg-accent transition-[width]"}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
