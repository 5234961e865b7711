"use server";
import { cookies } from "next/headers";

/** Keeps the theme for a year; "system" forgets it. Read by the root layout, so that no page flashes. */
export async function keepTheme(theme: "light" | "dark" | "system"): Promise<void> {
  const jar = await cookies();
  if (theme === "system") jar.delete("theme");
  else if (theme === "light" || theme === "dark") jar.set("theme", theme, { maxAge: 31_536_000, sameSite: "lax" });
}
