"use client";
import { startTransition } from "react";
import { keepTheme } from "./theme";

export type Theme = Parameters<typeof keepTheme>[0];

/** Shows the theme at once and keeps it behind. */
export function setTheme(theme: Theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  startTransition(() => keepTheme(theme));
}
