/** What the list of segments is asked for, as it stands in its address. */
import { PageSegments, type SegmentSort, segmentSorts } from "@/lib/segments/page";

export type Asked = { q: string; archived: boolean; sort: SegmentSort; turned: boolean; after?: string | undefined };

export type SearchParams = Record<string, string | string[] | undefined>;

/** What is not understood is left out. */
export function readAsked(params: SearchParams): Asked {
  const one = (name: string) => [params[name]].flat()[0] ?? "";
  const [by, way] = one("sort").split(".");
  const sort = segmentSorts.find((known) => known === by) ?? "name";
  const after = PageSegments.shape.after.safeParse(one("after"));
  return {
    q: one("q").replaceAll("\0", "").trim().slice(0, 100),
    archived: one("show") === "archived",
    sort,
    turned: way === "turned",
    ...(after.success ? { after: after.data } : {}),
  };
}

/** The list's address with these changes; a page is of one order only, so it ends with any. */
export function addressOf(org: string, asked: Asked, changes: Partial<Asked> = {}): string {
  const { q, archived, sort, turned, after } = { ...asked, after: undefined, ...changes };
  const params = new URLSearchParams();
  if (archived) params.set("show", "archived");
  if (q) params.set("q", q);
  if (sort !== "name" || turned) params.set("sort", turned ? `${sort}.turned` : sort);
  if (after) params.set("after", after);
  return `/${org}/segments${params.size > 0 ? `?${params}` : ""}`;
}
