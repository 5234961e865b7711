/**
 * What one ticks: a box in each row, one for the whole page. Plain inputs of the form “bulk”, which works before
 * scripts.
 */
import type { Line } from "../line";

export const selectionForm = "bulk";

const box = "size-[15px] shrink-0 accent-accent";

export function RowBox({ line }: { line: Line }) {
  return (
    <Tick
      line={line}
      className="-my-3 -ml-3 inline-flex shrink-0 align-middle cursor-pointer items-center self-stretch p-3 select-none"
    />
  );
}

/** Ticks everybody on the page; shown once there is a script to do it. */
export function PageBox() {
  return (
    <label className="invisible -my-2 -ml-3 inline-flex align-middle cursor-pointer items-center p-3" data-select-page>
      <input type="checkbox" autoComplete="off" aria-label="Select everybody on this page" className={box} />
    </label>
  );
}

/** At phone width the boxes come with “Select”; a tap anywhere in the row ticks it then. */
export function PhoneMode() {
  return (
    <label className="inline-flex h-8 cursor-pointer items-center rounded px-2 font-medium text-muted select-none has-checked:bg-hover has-checked:text-ink has-focus-visible:outline-2">
      <input type="checkbox" autoComplete="off" className="select-mode sr-only" />
      Select
    </label>
  );
}

export function PhoneBox({ line }: { line: Line }) {
  return (
    <Tick
      line={line}
      className="absolute inset-0 z-10 hidden cursor-pointer items-center pl-4 select-none group-has-[.select-mode:checked]/rows:flex"
    />
  );
}

function Tick({ line, className }: { line: Line; className: string }) {
  return (
    <label className={className}>
      <input
        type="checkbox"
        name="contacts"
        value={line.id}
        form={selectionForm}
        autoComplete="off"
        aria-label={`Select ${line.name}`}
        className={box}
      />
    </label>
  );
}
