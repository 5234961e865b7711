"use client";

/** Sends the browser's time zone along; without scripts the organization starts in UTC and may be moved later. */
export function BrowserTimeZone() {
  return <input type="hidden" name="timeZone" ref={fill} />;
}

function fill(input: HTMLInputElement | null) {
  if (input) input.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}
