/** What a Magento sells: by the names of its categories, and of its manufacturer. Orders' lines tell neither. */
import { Throttled } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, id, listIn, present, text } from "@/lib/connectors/fields";
import type { MagentoHttp } from "@/lib/connectors/magento/http";
import { byId, pageSize, type Resource, search } from "@/lib/connectors/magento/lists";
import type { Change, Page } from "@/lib/connectors/types";

const products: Resource = { path: "products", id: "id" };
const categories: Resource = { path: "categories/list", id: "id" };
const told =
  "items[id,extension_attributes[category_links[category_id]],custom_attributes[attribute_code,value]],total_count";

/** A product's list names its categories by ids (since 2.3), and its manufacturer by that of an option. */
export async function listProducts(http: MagentoHttp, cursor: string | null): Promise<Page<Change>> {
  const page = await unlessRefused(byId(http, products, cursor, told));
  if (!page) return { items: [], next: null, total: null };
  const [names, makers] = await Promise.all([
    unlessRefused(namesOf(http, [...new Set(page.items.flatMap((product) => categoriesIn(product) ?? []))])),
    page.items.some(makerIn) ? unlessRefused(makersOf(http)) : null,
  ]);
  const items = page.items.map((product): Change => {
    const externalId = id(product.id);
    if (!externalId) return { kind: "ignored", reason: "A product came without an id." };
    const vendor = makers?.get(makerIn(product) ?? "");
    const categories = names && categoriesIn(product)?.flatMap((one) => names.get(one) ?? []);
    return { kind: "product", record: present({ externalId, vendor, categories: categories ?? undefined }) };
  });
  return { ...page, items };
}

/** Null where the integration may not see it, or the list is broken: people and orders do not depend on it. */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Throttled) throw error;
    return null;
  }
}

/** Undefined where the list does not tell them; that is not the same as none. */
function categoriesIn(product: Fields): string[] | undefined {
  const links = fieldsIn(product.extension_attributes).category_links;
  return Array.isArray(links) ? listIn(links).flatMap((link) => id(link.category_id) ?? []) : undefined;
}

function makerIn(product: Fields): string | undefined {
  const own = listIn(product.custom_attributes).find((one) => text(one.attribute_code) === "manufacturer");
  return own && id(own.value);
}

async function namesOf(http: MagentoHttp, ids: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (let at = 0; at < ids.length; at += pageSize) {
    const wanted = ids.slice(at, at + pageSize).join(",");
    const { rows } = await search(http, categories, [["entity_id", "in", wanted]], ["entity_id"], "items[id,name]");
    for (const row of rows) names.set(id(row.id) ?? "", text(row.name) ?? "");
  }
  return new Map([...names].filter(([key, name]) => key !== "" && name !== ""));
}

async function makersOf(http: MagentoHttp): Promise<Map<string, string>> {
  const { data } = await http.get("products/attributes/manufacturer/options");
  return new Map(
    listIn(data).flatMap(({ label, value }) => (id(value) && text(label) ? [[id(value)!, text(label)!]] : [])),
  );
}
