/** The tags and lists of the person whose page it is: put on and taken off in place. */
import { Card } from "@/app/ui/card";
import { showSubscriptions } from "@/lib/contacts/subscriptions";
import { showTags } from "@/lib/contacts/tagged";
import type { Ctx } from "@/lib/tenancy";
import { rightsOf } from "../row/row-actions";
import { TagEditor } from "../row/tags";
import { Join, Lists } from "../subscriptions/subscriptions";

type Props = { ctx: Ctx; org: string; contact: string; zone: string };

export async function EditTagsAndLists({ ctx, org, contact, zone }: Props) {
  const rights = rightsOf(ctx);
  const [tags, of] = [await showTags(ctx, { contact }), await showSubscriptions(ctx, { contact })];
  return (
    <Card title="Tags and lists">
      <TagEditor of={tags} org={org} edit={rights.edit} />
      <div className="mt-4 grid gap-4 border-t pt-4">
        <Lists of={of} org={org} zone={zone} rights={rights} />
        {rights.edit ? <Join of={of} org={org} /> : null}
      </div>
    </Card>
  );
}
