/** Looks after the demo's stores at each start. A program of its own, so that Ctrl-C can end it. */
import { closeDatabase } from "@/db/client";
import { tendDemo } from "./demo/tend";
import { tendPlatforms } from "./demo/tend-platforms";

await tendDemo();
await tendPlatforms();
await closeDatabase();
