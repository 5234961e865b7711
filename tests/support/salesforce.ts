/** A Salesforce org over HTTP that organizations connect. */
import { forgetEnv } from "@/lib/env";
import { type Options, type SalesforceOrg, startSalesforceOrg } from "@/lib/local/salesforce-org";
import { keepStore } from "@/lib/stores/keep";
import { connected, type Kinds } from "./connected";

const open: SalesforceOrg[] = [];
const names = ["SALESFORCE_API_URL", "SALESFORCE_CLIENT_ID", "SALESFORCE_CLIENT_SECRET"] as const;

/** The org that the app finds in the place of Salesforce until another is opened, and the house's app there. */
export async function openCrm(options: Options = {}) {
  const crm = await startSalesforceOrg(options);
  open.push(crm);
  for (const [at, value] of [crm.url, crm.app.id, crm.app.secret].entries()) process.env[names[at]!] = value;
  forgetEnv();
  return crm;
}

export async function closeCrms() {
  for (const crm of open.splice(0)) await crm.stop();
  for (const name of names) delete process.env[name];
  forgetEnv();
}

/** A new organization with this org connected, as after its approval, and its first sync begun, not run. */
export const connect = (crm: SalesforceOrg, kinds?: Kinds) =>
  connected(async (ctx) => {
    const store = await keepStore(ctx, {
      platform: "salesforce",
      url: crm.url,
      credentials: { ...crm.issue(), loginUrl: "https://login.salesforce.com" },
      fields: { key: "url", place: "url" },
    });
    return { store: store.publicId };
  }, kinds);
