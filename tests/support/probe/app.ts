/** An app of probe functions as a process of its own: PORT, INNGEST_DEV, and JOURNAL, a file that steps write into. */
import { createServer } from "node:http";
import { serve } from "inngest/node";
import { functions, inngest } from "./functions";
import { more } from "./more";

const handler = serve({ client: inngest, functions: [...functions, ...more], servePath: "/api/inngest" });
createServer(handler).listen(Number(process.env.PORT), "127.0.0.1", () => {
  process.stdout.write("probe ready\n");
});
