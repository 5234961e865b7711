/** Grey bars where rows will be, shown only when waiting is long enough to be noticed. */
export function Skeleton() {
  return (
    <div role="status" className="after-a-while grid gap-3 px-4 py-5 md:px-6">
      <span className="sr-only">Loading…</span>
      {["w-48", "w-full", "w-full", "w-full", "w-5/6", "w-full", "w-2/3"].map((width, line) => (
        <div key={line.toString() + width} aria-hidden className={`h-6 animate-pulse rounded bg-none-soft ${width}`} />
      ))}
    </div>
  );
}
