/**
 * Once, when a server starts: what Next prints of a page that failed becomes a line of our log, without typed values.
 */
export async function register() {
  const { env } = await import("@/lib/env");
  const { logPrinted } = await import("@/lib/log");
  if (env().NODE_ENV === "production") console.error = logPrinted;
}
