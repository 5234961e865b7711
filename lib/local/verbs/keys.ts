/**
 * Rotation of the key that seals the stores' secrets; also of the one that `npm start` made and keeps in the folder.
 */
import { env, forgetEnv } from "@/lib/env";
import { resealSecrets } from "@/lib/operations";
import { runningIn } from "../claim";
import { type Folder, openFolder } from "../folder";
import { Plainly, say } from "../plainly";
import { lives } from "../process-mark";
import { keptSecrets, settleKey, turnKey } from "../secrets";
import { operator } from "./operator";

export async function rotateVerb() {
  const folder = openFolder("main");
  const ours = env().CLIENTELE_KEY === keptSecrets(folder).CLIENTELE_KEY;
  if (ours) turn(folder);
  else if (!env().CLIENTELE_OLD_KEYS) throw new Plainly(howTo);
  const { resealed, current, lost, kept } = await resealSecrets(operator());
  say(`${resealed} secrets are sealed anew with the new key, ${current} were already.`);
  if (lost > 0) throw new Plainly(`${lost} secrets open with no known key: connect their stores again. ${keep}`);
  if (ours) settleKey(folder, kept > 0 ? "keep" : "forget");
  if (kept > 0)
    return say(`${kept} erased people are recognised by the old keys only, or they could come back. ${keep}`);
  say(
    ours ? "The old key is forgotten." : "Nothing needs CLIENTELE_OLD_KEYS any more: take it out and restart the app.",
  );
}

/** The app reads its key once, when it starts. */
function turn(folder: Folder) {
  const running = runningIn(folder);
  if (running && running.launcher.pid !== process.pid && lives(running.launcher)) {
    throw new Plainly(`Stop Clientele first (${running.what}): while it runs, it knows only the present key.`);
  }
  const { CLIENTELE_KEY, CLIENTELE_OLD_KEYS } = turnKey(folder);
  Object.assign(process.env, { CLIENTELE_KEY, CLIENTELE_OLD_KEYS });
  forgetEnv();
}

const keep = "The old keys are kept.";
const howTo =
  "CLIENTELE_KEY comes from your environment. Set it to a new key (openssl rand -base64 32), CLIENTELE_OLD_KEYS to the " +
  "present one, restart the app, and run this again.";
