/** The app's route handlers as a process of its own, for when the app is not built: PORT and the app's environment. */
import { forgetEnv } from "@/lib/env";
import { openFront } from "./front";

const address = process.env.APP_URL;
await openFront(Number(process.env.PORT));
process.env.APP_URL = address;
forgetEnv();
