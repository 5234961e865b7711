/** The store's pages for people, in plain HTML: a shop window with forms, and the page that hands out keys. */
import { shelfOf, totalCents } from "@/lib/local/demo-store/records";
import { money } from "@/lib/local/demo-store/render";
import type { ShopState } from "@/lib/local/demo-store/state";

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A whole page around `body`. */
export const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light; --ink: #2b2118; --line: #d9cbb8; --accent: #7a4a12; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: #fbf7f0; }
header, main { max-width: 64rem; margin: 0 auto; padding: 1.25rem; } header { padding-bottom: 0; } header p { margin: .25rem 0 0; }
h1 { margin: 0; font-size: 1.75rem; } h2 { font-size: 1.15rem; margin: 0 0 .75rem; }
.cards { display: grid; gap: 1.25rem; margin-bottom: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); }
section { background: #fff; border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; }
label { display: block; margin: .5rem 0; } label.tick { display: flex; gap: .5rem; align-items: center; }
input:not([type=checkbox]), select { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; border: 1px solid #8c7b66; border-radius: .375rem; background: #fff; color: inherit; }
button { font: inherit; font-weight: 600; padding: .6rem 1.1rem; margin-top: .5rem; border: 0; border-radius: .375rem; color: #fff; background: var(--accent); cursor: pointer; }
button.quiet { color: var(--ink); background: #efe5d6; }
:focus-visible { outline: 3px solid #1d6fb8; outline-offset: 2px; }
.done { border-left: .375rem solid #2e7d32; background: #eef7ee; padding: .75rem 1rem; }
table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: .35rem .5rem .35rem 0; border-bottom: 1px solid var(--line); }
</style>
</head>
<body>${body}</body>
</html>`;

/** The shop window: buy as a guest or with an account, sign up, change one's mind about the newsletter. */
export function shopWindow(state: ShopState, done: string | null): string {
  const thing = state.options.shelf === "books" ? "book" : "candle";
  const choices = shelfOf(state.options).map(
    ({ id, name, cents }) =>
      `<option value="${id}">${escapeHtml(name)}, ${money(cents)} ${state.options.currency}</option>`,
  );
  return page(
    state.options.name,
    `<header><h1>${escapeHtml(state.options.name)}</h1><p>A make-believe shop. What you do here reaches the connected app in seconds.</p></header>
<main>
${done ? `<p class="done" role="status">${escapeHtml(done)}</p>` : ""}
<div class="cards">
<section aria-labelledby="buy"><h2 id="buy">Buy a ${thing}</h2><form method="post" action="/shop/buy">
${field("email", "Email", "email", "email")}${field("first_name", "First name", "text", "given-name")}${field("last_name", "Last name", "text", "family-name")}
<label>${thing === "book" ? "Book" : "Candle"}<select name="product">${choices.join("")}</select></label>
${tick("account", "Make me an account")}${tick("newsletter", `Send me news about ${thing}s`)}
<button>Buy</button></form></section>
<section aria-labelledby="join"><h2 id="join">Sign up</h2><form method="post" action="/shop/sign-up">
${field("email", "Email", "email", "email")}${field("first_name", "First name", "text", "given-name")}${field("last_name", "Last name", "text", "family-name")}
${tick("newsletter", `Send me news about ${thing}s`)}
<button>Sign up</button></form></section>
<section aria-labelledby="news"><h2 id="news">Newsletter of my account</h2><form method="post" action="/shop/newsletter">
${field("email", "Email", "email", "email")}
<button name="answer" value="yes">Send me news</button> <button class="quiet" name="answer" value="no">No more news</button></form></section>
</div>
<section aria-labelledby="last"><h2 id="last">Last orders</h2>${lastOrders(state)}</section>
</main>`,
  );
}

const field = (name: string, label: string, type: string, autocomplete: string) =>
  `<label>${label}<input name="${name}" type="${type}" autocomplete="${autocomplete}" required></label>`;

const tick = (name: string, label: string) =>
  `<label class="tick"><input type="checkbox" name="${name}" value="yes">${label}</label>`;

function lastOrders(state: ShopState): string {
  const rows = [...state.orders.values()].slice(-8).reverse();
  const lines = rows.map(
    (order) =>
      `<tr><td>${order.id}</td><td>${escapeHtml(`${order.billing.first_name} ${order.billing.last_name}`)}</td><td>${order.status}</td><td>${money(totalCents(order))}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">Order</th><th scope="col">Buyer</th><th scope="col">Status</th><th scope="col">Total</th></tr></thead><tbody>${lines.join("")}</tbody></table>`;
}

/** The owner's question: may this app have a key? */
export function approvePage(state: ShopState, ask: Record<string, string>): string {
  const hidden = Object.entries(ask).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const app = escapeHtml(ask.app_name ?? "");
  return page(
    "Application authentication request",
    `<main><section><h1>${app} would like to connect to your store</h1>
<p>This will give "${app}" ${escapeHtml(ask.scope ?? "")} access, which lets it create webhooks, view and manage customers, and view and manage orders and sales reports of ${escapeHtml(state.options.name)}.</p>
<form method="post" action="/wc-auth/v1/access_granted">${hidden.join("")}<button name="answer" value="approve">Approve</button> <button class="quiet" name="answer" value="deny">Deny</button></form></section></main>`,
  );
}

export const errorPage = (message: string) =>
  page("Error", `<main><section><h1>Error</h1><p>${escapeHtml(message)}</p></section></main>`);
