/** Fills the database that DATABASE_URL names with the demo. A program of its own, so that Ctrl-C can end it. */
import { closeDatabase } from "@/db/client";
import { seedDemo } from "./demo/seed";
import { Plainly } from "./plainly";

try {
  await seedDemo();
} catch (error) {
  console.error(error instanceof Plainly ? error.message : error);
  process.exitCode = 1;
}
await closeDatabase();
