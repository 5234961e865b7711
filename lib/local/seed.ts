/** Fills the database that DATABASE_URL names with the demo. A program of its own, so that Ctrl-C can end it. */
import { closeDatabase } from "@/db/client";

const place = "./demo/seed";
const { seedDemo } = await import(place);
await seedDemo();
await closeDatabase();
