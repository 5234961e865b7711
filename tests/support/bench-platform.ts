/**
 * A platform's local server in a process of its own, filled with PEOPLE people of four orders each; says where it is.
 */
import { startMagentoStore } from "@/lib/local/magento-store";
import { startSalesforceOrg } from "@/lib/local/salesforce-org";
import { startShopifyShop } from "@/lib/local/shopify-shop";
import { startShoplineStore } from "@/lib/local/shopline-store";
import { startStripeAccount } from "@/lib/local/stripe-account";
import type { Place } from "./bench-platforms";

const people = Array.from({ length: Number(process.env.PEOPLE) }, (_, at) => `person-${at}@example.com`);
const four = [0, 1, 2, 3];

const open: Record<string, () => Promise<Place>> = {
  async magento() {
    const { url, keys, shop } = await startMagentoStore({ still: true });
    for (const email of people) {
      const customer = shop.addCustomer({ email, subscribed: true });
      for (const k of four) shop.placeOrder({ total: 20 + k, customer });
    }
    return { url, keys };
  },
  async shopify() {
    const { url, shop, token, app } = await startShopifyShop({ still: true });
    for (const email of people) {
      const customer = shop.addCustomer({ email, state: "SUBSCRIBED", at: new Date() });
      for (const k of four) shop.placeOrder({ total: `2${k}.00`, customer, at: new Date() });
    }
    return { url, keys: { token, secret: app.secret } };
  },
  async shopline() {
    const store = await startShoplineStore({ still: true });
    for (const email of people) {
      const customer = store.shop.addCustomer({ email, consent: { email: 1 } });
      for (const k of four) store.shop.placeOrder({ total: `2${k}.00`, customer });
    }
    const { accessToken, expireTime } = store.issue();
    const { id, secret } = store.app;
    return {
      url: store.url,
      keys: { id, secret, storeUrl: store.storeUrl, accessToken, expiresAt: String(expireTime) },
    };
  },
  async stripe() {
    const { url, key, account } = await startStripeAccount({ still: true });
    for (const email of people) {
      const customer = account.addCustomer({ email });
      for (const k of four) account.pay({ customer, amount: 2000 + k });
    }
    return { url, keys: { key } };
  },
  async salesforce() {
    const { url, app, org, issue } = await startSalesforceOrg({ still: true });
    for (const Email of people) org.add("Contact", { Email });
    return { url, keys: { id: app.id, secret: app.secret, credentials: JSON.stringify(issue()) } };
  },
};

process.stdout.write(`${JSON.stringify(await open[process.env.PLATFORM ?? ""]!())}\n`);
