/** Special tags, apart: they follow from what the stores' records say, and nobody sets them by hand. */
import { clsx } from "clsx";
import { Lock } from "lucide-react";
import Link from "next/link";
import { Card } from "@/app/ui/card";
import { Tag } from "@/app/ui/tag";
import { Count } from "@/app/ui/values";
import { kindWords } from "@/app/ui/words";
import { kinds } from "@/lib/contacts/selection";
import type { SpecialTags } from "@/lib/tags/figures";

/** `stores` are null while they are counted. */
export function Special({ stores, org }: { stores: SpecialTags[] | null; org: string }) {
  if (stores?.length === 0) return null;
  const title = (
    <>
      <Lock aria-hidden className="mr-2 inline size-3.5 -translate-y-px text-muted" />
      Special tags
    </>
  );
  return (
    <Card flush title={title} note="kept by the stores">
      <p className="max-w-prose px-4 pb-3 text-muted">
        They follow from each store’s own records, change with them, and cannot be renamed, coloured or removed: a buyer
        is whoever bought, a subscriber whoever agreed to email, a contact everybody else.
      </p>
      {stores ? <PerStore stores={stores} org={org} /> : <p className="px-4 pb-4 text-muted">Counting…</p>}
    </Card>
  );
}

/** On a phone the store's name has a line of its own above its three figures. */
const phoneGrid = "max-md:grid max-md:grid-cols-3";
const nameOnPhone = "max-md:col-span-3 max-md:h-auto max-md:max-w-none max-md:border-b-0 max-md:pb-0";

function PerStore({ stores, org }: { stores: SpecialTags[]; org: string }) {
  return (
    <section aria-label="Special tags" className="in-card overflow-auto border-t [&_tbody_tr:last-child_td]:border-b-0">
      <table className="records">
        <thead>
          <tr className={phoneGrid}>
            <th className="max-md:hidden">Store</th>
            {kinds.map((kind) => (
              <th key={kind} className="right">
                <Tag colour="special">{kindWords[kind]}</Tag>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stores.map(({ store, name, counts }) => (
            <tr key={store} className={phoneGrid}>
              <td className={clsx("w-full max-w-0 truncate font-medium", nameOnPhone)} title={name}>
                <bdi>{name}</bdi>
              </td>
              {kinds.map((kind) => (
                <td key={kind} className="right">
                  <Link
                    href={`/${org}/contacts?store=${store}&kind=${kind}`}
                    prefetch={false}
                    aria-label={`${kindWords[kind]} of ${name}: ${counts[kind]}`}
                    className="hover:underline"
                  >
                    <Count value={counts[kind]} />
                  </Link>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
