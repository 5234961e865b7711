import { createCustomer, deleteCustomer, updateCustomer } from "@/lib/local/demo-store/customers";
import type { Lists } from "@/lib/local/demo-store/lists";
import type { Customer } from "@/lib/local/demo-store/records";
import { renderCustomer } from "@/lib/local/demo-store/render-customer";
import { batch, created, failed, listed, ok, type Route, route } from "@/lib/local/demo-store/rest-answers";
import { customerInput } from "@/lib/local/demo-store/rest-bodies";
import { customerQuery, pageOf } from "@/lib/local/demo-store/rest-queries";
import type { ShopState } from "@/lib/local/demo-store/state";

type Body = Record<string, unknown>;

export function customerRoutes(state: ShopState, lists: Lists): Route[] {
  return [
    route("GET", /^customers$/, ({ query }) => {
      const page = pageOf(query);
      return listed(lists.customers(customerQuery(query), page), page.limit, (row) => renderCustomer(state, row));
    }),
    route("POST", /^customers$/, ({ body }) => {
      const id = create(state, body);
      return created(state, "customers", id, renderCustomer(state, one(state, id)));
    }),
    route("POST", /^customers\/batch$/, ({ body }) =>
      batch(body, {
        create: (item) => renderCustomer(state, one(state, create(state, item))),
        update: (item) => {
          // In a batch a customer who is not there is told otherwise than alone: by WooCommerce's code.
          if (!state.customers.has(Number(item.id)))
            throw failed("woocommerce_rest_invalid_id", "Invalid resource ID.", 400);
          return update(state, Number(item.id), item);
        },
        delete: (item) => remove(state, Number(item)),
      }),
    ),
    route("GET", /^customers\/(?<id>\d+)$/, (_, { id = 0 }) => ok(renderCustomer(state, one(state, id)))),
    route("PUT", /^customers\/(?<id>\d+)$/, ({ body }, { id = 0 }) => ok(update(state, id, body))),
    route("DELETE", /^customers\/(?<id>\d+)$/, ({ query }, { id = 0 }) => {
      one(state, id);
      if (query.get("force") === "true") return ok(remove(state, id));
      throw failed("woocommerce_rest_trash_not_supported", "Customers do not support trashing.", 501);
    }),
  ];
}

function one(state: ShopState, id: number): Customer {
  const customer = state.customers.get(id);
  if (!customer) throw failed("wc_user_invalid_id", "Invalid user ID.", 404);
  return customer;
}

function create(state: ShopState, body: Body): number {
  const input = customerInput(body);
  if (!input.email) throw failed("rest_missing_callback_param", "Missing parameter(s): email", 400);
  const same = ({ email }: Customer) => email.toLowerCase() === input.email.toLowerCase();
  if ([...state.customers.values()].some(same)) throw taken(input.email);
  return createCustomer(state, input);
}

function update(state: ShopState, id: number, body: Body) {
  one(state, id);
  const { email, ...rest } = customerInput(body);
  updateCustomer(state, id, email ? { email, ...rest } : rest);
  return renderCustomer(state, one(state, id));
}

/** The last view of a deleted customer says no more what may be done with it. */
const remove = (state: ShopState, id: number) => renderCustomer(state, deleteCustomer(state, one(state, id).id), false);

const taken = (email: string) =>
  failed(
    "registration-error-email-exists",
    `An account is already registered with ${email}. Please log in or use a different email address.`,
    400,
  );
