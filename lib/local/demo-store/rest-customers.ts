import { createCustomer, deleteCustomer, updateCustomer } from "@/lib/local/demo-store/customers";
import type { Lists } from "@/lib/local/demo-store/lists";
import { renderCustomer } from "@/lib/local/demo-store/render";
import { batch, created, failed, listed, ok, type Route, route } from "@/lib/local/demo-store/rest-answers";
import { customerInput } from "@/lib/local/demo-store/rest-bodies";
import { customerQuery, pageOf } from "@/lib/local/demo-store/rest-queries";
import type { ShopState } from "@/lib/local/demo-store/state";

export function customerRoutes(state: ShopState, lists: Lists): Route[] {
  const one = (id: number) => {
    const customer = state.customers.get(id);
    if (!customer) throw failed("wc_user_invalid_id", "Invalid user ID.", 404);
    return customer;
  };
  const create = (body: Record<string, unknown>) => {
    const input = customerInput(body);
    if (!input.email) throw failed("rest_missing_callback_param", "Missing parameter(s): email", 400);
    if ([...state.customers.values()].some(({ email }) => email.toLowerCase() === input.email.toLowerCase()))
      throw taken(input.email);
    return createCustomer(state, input);
  };
  const update = (id: number, body: Record<string, unknown>) => {
    one(id);
    const { email, ...rest } = customerInput(body);
    updateCustomer(state, id, email ? { email, ...rest } : rest);
    return renderCustomer(state, one(id));
  };
  return [
    route("GET", /^customers$/, ({ query }) => {
      const page = pageOf(query);
      return listed(lists.customers(customerQuery(query), page), page.limit, (row) => renderCustomer(state, row));
    }),
    route("POST", /^customers$/, ({ body }) => {
      const id = create(body);
      return created(state, "customers", id, renderCustomer(state, one(id)));
    }),
    route("POST", /^customers\/batch$/, ({ body }) =>
      batch(body, {
        create: (item) => renderCustomer(state, one(create(item))),
        update: (item) => update(Number(item.id), item),
        delete: (item) => renderCustomer(state, deleteCustomer(state, one(Number(item)).id), false),
      }),
    ),
    route("GET", /^customers\/(?<id>\d+)$/, (_, { id = 0 }) => ok(renderCustomer(state, one(id)))),
    route("PUT", /^customers\/(?<id>\d+)$/, ({ body }, { id = 0 }) => ok(update(id, body))),
    route("DELETE", /^customers\/(?<id>\d+)$/, ({ query }, { id = 0 }) => {
      one(id);
      if (query.get("force") !== "true")
        throw failed("woocommerce_rest_trash_not_supported", "Customers do not support trashing.", 501);
      return ok(renderCustomer(state, deleteCustomer(state, id), false));
    }),
  ];
}

const taken = (email: string) =>
  failed(
    "registration-error-email-exists",
    `An account is already registered with ${email}. Please log in or use a different email address.`,
    400,
  );
