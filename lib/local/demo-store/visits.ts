/** What people do on the store's pages: buying, signing up, changing their mind, and handing a key to an app. */
import { createCustomer, optIn, optOut } from "@/lib/local/demo-store/customers";
import { placeOrder } from "@/lib/local/demo-store/orders";
import { approvePage, errorPage, shopWindow } from "@/lib/local/demo-store/pages";
import { phpJson } from "@/lib/local/demo-store/php";
import { post } from "@/lib/local/demo-store/post";
import { shelfOf } from "@/lib/local/demo-store/records";
import type { ShopState } from "@/lib/local/demo-store/state";

export type PageReply = { status: number; html?: string; location?: string };

/** The page for a visit, undefined where there is none. */
export async function visit(
  state: ShopState,
  method: string,
  url: URL,
  form: URLSearchParams,
): Promise<PageReply | undefined> {
  const at = `${method} ${url.pathname}`;
  if (at === "GET /") return { status: 200, html: shopWindow(state, url.searchParams.get("done")) };
  if (at === "POST /shop/buy") return done(buy(state, form));
  if (at === "POST /shop/sign-up") return done(signUp(state, form));
  if (at === "POST /shop/newsletter") return done(newsletter(state, form));
  if (at === "GET /wc-auth/v1/authorize") return askOwner(state, url.searchParams);
  if (at === "POST /wc-auth/v1/access_granted") return grant(state, form);
  return undefined;
}

const done = (message: string): PageReply => ({ status: 303, location: `/?${new URLSearchParams({ done: message })}` });

const field = (form: URLSearchParams, name: string) => (form.get(name) ?? "").trim();

const accountOf = (state: ShopState, email: string) =>
  [...state.customers.values()].find(
    (one) => one.role === "customer" && one.email.toLowerCase() === email.toLowerCase(),
  );

function buy(state: ShopState, form: URLSearchParams): string {
  const [email, firstName, lastName] = [field(form, "email"), field(form, "first_name"), field(form, "last_name")];
  const billing = { email, first_name: firstName, last_name: lastName, country: state.options.country };
  const product = Number(form.get("product")) || shelfOf(state.options)[0]!.id;
  const wantsAccount = form.has("account") && !accountOf(state, email);
  const id = placeOrder(state, {
    billing,
    customerId: form.has("account") ? accountOf(state, email)?.id : undefined,
    createAccount: wantsAccount ? { email, firstName, lastName, billing } : undefined,
    items: [{ product, quantity: 1 }],
    optIn: form.has("newsletter") ? true : undefined,
    paid: true,
  });
  return `Thank you. Your order is number ${id}.`;
}

function signUp(state: ShopState, form: URLSearchParams): string {
  const email = field(form, "email");
  if (accountOf(state, email)) return "There is an account with this email already.";
  const [firstName, lastName] = [field(form, "first_name"), field(form, "last_name")];
  createCustomer(state, { email, firstName, lastName, optIn: form.has("newsletter") });
  return "Welcome. Your account is ready.";
}

function newsletter(state: ShopState, form: URLSearchParams): string {
  const account = accountOf(state, field(form, "email"));
  if (!account) return "There is no account with this email.";
  const yes = form.get("answer") === "yes";
  (yes ? optIn : optOut)(state, account.id);
  return yes ? "You will hear from us." : "You will not hear from us again.";
}

const asked = ["app_name", "scope", "user_id", "return_url", "callback_url"] as const;

function askOwner(state: ShopState, query: URLSearchParams): PageReply {
  const missing = asked.find((name) => !query.get(name));
  if (missing) return { status: 401, html: errorPage(`Error: Missing parameter ${missing}.`) };
  return {
    status: 200,
    html: approvePage(state, Object.fromEntries(asked.map((name) => [name, query.get(name) ?? ""]))),
  };
}

/** The store's server posts the new key to the app first; only then does the browser go back. */
async function grant(state: ShopState, form: URLSearchParams): Promise<PageReply> {
  const [returnUrl, callback, user] = [form.get("return_url"), form.get("callback_url"), form.get("user_id") ?? ""];
  if (!returnUrl || !callback) return { status: 401, html: errorPage("Error: Access denied.") };
  const back = (success: "0" | "1") => {
    const location = new URL(returnUrl);
    location.searchParams.set("success", success);
    location.searchParams.set("user_id", user);
    return { status: 302, location: location.toString() };
  };
  if (form.get("answer") !== "approve") return back("0");
  const key = state.addKey("read_write", form.get("app_name") ?? "");
  const body = phpJson({
    key_id: key.id,
    user_id: user,
    consumer_key: key.consumerKey,
    consumer_secret: key.consumerSecret,
    key_permissions: key.permissions,
  });
  const headers = { "User-Agent": `WordPress/7.1; ${state.home}`, "Content-Type": "application/json;charset=UTF-8" };
  const reply = await post(callback, body, 60, headers);
  if (reply.status === 200) return back("1");
  state.keys = state.keys.filter((one) => one !== key);
  return {
    status: 500,
    html: errorPage("Error: An error occurred in the request and at the time were unable to send the consumer data."),
  };
}
