/** What the store says about itself. */
import type { ShopState } from "@/lib/local/demo-store/state";

export const settings = ({ options }: ShopState) => [
  setting("woocommerce_default_country", "Country / State", options.country),
  setting("woocommerce_currency", "Currency", options.currency),
  setting("woocommerce_price_num_decimals", "Number of decimals", "2"),
];

const setting = (id: string, label: string, value: string) => ({
  id,
  label,
  description: "",
  type: "select",
  default: "",
  value,
});

export const systemStatus = ({ home, options }: ShopState) => ({
  environment: { home_url: home, site_url: home, version: options.version, wp_version: "7.1" },
  settings: { api_enabled: true, currency: options.currency },
});

/** WooCommerce's report of accounts: a flag that each has since its first paid order; guests are in neither. */
export function customerTotals({ customers }: ShopState) {
  const paying = [...customers.values()].filter(({ paying }) => paying).length;
  return [
    { slug: "paying", name: "Paying customer", total: paying },
    { slug: "non_paying", name: "Non-paying customer", total: customers.size - paying },
  ];
}

/** The answer of /wp-json/, which needs no key. */
export const wpIndex = (state: ShopState) => ({
  name: state.options.name,
  url: state.home,
  home: state.home,
  gmt_offset: state.clock.offset(state.now()) / 3600,
  timezone_string: state.options.timeZone,
  namespaces: ["oembed/1.0", "wc/v3", "wc/v1", "wc/v2", "wc/store", "wc/store/v1", "wp/v2"],
  authentication: {
    "application-passwords": { endpoints: { authorization: `${state.home}/wp-admin/authorize-application.php` } },
  },
});
