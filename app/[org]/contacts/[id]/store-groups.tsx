import { Card, Line } from "@/app/ui/card";
import { storeGroupsOfContact } from "@/lib/store-groups/show";
import type { Ctx } from "@/lib/tenancy";

/** The groups of stores' own admins that the person is in. */
export async function StoreGroups({ ctx, contact }: { ctx: Ctx; contact: string }) {
  const groups = await storeGroupsOfContact(ctx, { contact });
  if (groups.length === 0) return null;
  return (
    <Card title="Store groups">
      <ul>
        {groups.map(({ id, name, store }) => (
          <Line key={id} end={store}>
            <bdi className="break-words">{name}</bdi>
          </Line>
        ))}
      </ul>
    </Card>
  );
}
