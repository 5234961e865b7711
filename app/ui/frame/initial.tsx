/** An organization's first letter on the accent colour; its name stands beside it. */
export function Initial({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="grid size-[1.375rem] shrink-0 place-items-center rounded bg-accent text-small font-semibold text-accent-text"
    >
      {[...name][0]?.toUpperCase()}
    </span>
  );
}
