/** Everything that runs in the background. Each is a shim: rebuild the context, call one verb of `lib`. */
import { api } from "./api";
import { bulk } from "./bulk";
import { endpoints } from "./endpoints";
import { forms } from "./forms";
import { imports } from "./imports";
import { privacy } from "./privacy";
import { segments } from "./segments";
import { storeGroups } from "./store-groups";
import { stores } from "./stores";
import { syncs } from "./syncs";
import { tallies } from "./tallies";
import { visits } from "./visits";
import { webhooks } from "./webhooks";
import { writeBacks } from "./write-backs";

export const functions = [
  ...webhooks,
  ...syncs,
  ...stores,
  ...forms,
  ...bulk,
  ...imports,
  ...writeBacks,
  ...privacy,
  ...api,
  ...endpoints,
  ...segments,
  ...storeGroups,
  ...visits,
  ...tallies,
];
