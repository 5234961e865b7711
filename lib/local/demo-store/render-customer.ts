/** The customer body a real WooCommerce 11 makes, key for key and in its order. */
import { createHash } from "node:crypto";
import { gmt } from "@/lib/local/demo-store/php";
import type { Customer, Place } from "@/lib/local/demo-store/records";
import { links, reach } from "@/lib/local/demo-store/render";
import type { ShopState } from "@/lib/local/demo-store/state";

export function renderCustomer(state: ShopState, customer: Customer, exists = true) {
  const { createdAt, modifiedAt } = customer;
  const face = createHash("sha256").update(customer.email.trim().toLowerCase()).digest("hex");
  return {
    id: customer.id,
    date_created: state.clock.local(createdAt),
    date_created_gmt: gmt(createdAt),
    date_modified: modifiedAt === null ? null : state.clock.local(modifiedAt),
    date_modified_gmt: modifiedAt === null ? null : gmt(modifiedAt),
    email: customer.email,
    first_name: customer.firstName,
    last_name: customer.lastName,
    role: customer.role,
    username: customer.username,
    billing: { ...customerPlace(customer.billing), ...reach(customer.billing) },
    shipping: { ...customerPlace(customer.shipping), phone: customer.shipping.phone },
    is_paying_customer: customer.paying,
    avatar_url: `https://secure.gravatar.com/avatar/${face}?s=96&d=mm&r=g`,
    meta_data: customer.meta,
    _links: links(state, "customers", customer.id, exists),
  };
}

const customerPlace = ({
  first_name,
  last_name,
  company,
  address_1,
  address_2,
  city,
  postcode,
  country,
  state,
}: Place) => ({
  first_name,
  last_name,
  company,
  address_1,
  address_2,
  city,
  postcode,
  country,
  state,
});
