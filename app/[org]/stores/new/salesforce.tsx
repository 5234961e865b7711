import { Card } from "@/app/ui/card";
import { FormField } from "@/app/ui/form";
import { ByApproval } from "./by-approval";
import { DemoNote, demoFor } from "./demo-note";

/**
 * By the approval of a user of the org, in the name of this house's app or the merchant's own. `url` is an org's that
 * is connected again.
 */
export function ConnectSalesforce({ org, url }: { org: string; url: string | undefined }) {
  const demo = demoFor("salesforce", url);
  return (
    <>
      {demo ? (
        <DemoNote platform="salesforce" url={demo.url}>
          Press Connect and approve at its page. For an org of your own put its address in its place, and name your app
          below it. Its news is read every five minutes.
        </DemoNote>
      ) : null}
      <Card>
        <div className="mb-5 grid gap-3 text-muted">
          <p>
            Brings <b className="font-medium text-ink">Contacts</b> and <b className="font-medium text-ink">Leads</b>,
            and whoever ticked “Email Opt Out”. An empty box there is no yes: nobody becomes a subscriber by it. Changes
            are asked for every five minutes, and ever more rarely while the org’s calls of a day run short. Before they
            are read you choose whether they join one of your stores or stand beside them.
          </p>
          <p>
            You log in at Salesforce as a user who may read both and change “Email Opt Out”. In Setup, under External
            Client App Manager, an app needs OAuth with PKCE and the scopes <b className="font-medium text-ink">api</b>{" "}
            and <b className="font-medium text-ink">refresh_token</b>.
          </p>
        </div>
        <ByApproval
          org={org}
          platform="salesforce"
          id="Consumer key"
          secret="Consumer secret"
          demo={demo !== undefined}
        >
          <FormField
            label="Where you log in"
            name="url"
            required
            defaultValue={url ?? demo?.url ?? "login.salesforce.com"}
            inputMode="url"
            autoComplete="url"
            hint="login.salesforce.com, test.salesforce.com for a sandbox, or your org’s own address."
          />
        </ByApproval>
      </Card>
    </>
  );
}
