/** Everything we ask of Shopify's GraphQL Admin API, and the one place that says of which version. */

/**
 * Quarterly; supported for a year. 2026-10 moves the consent to text messages: look at `person` before it is raised.
 */
export const apiVersion = "2026-07";

const address = "company address1 address2 city province zip countryCodeV2 phone";
const money = "{ shopMoney { amount currencyCode } }";

const customer = `id firstName lastName locale createdAt updatedAt numberOfOrders tags
  defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt }
  defaultPhoneNumber { phoneNumber marketingState marketingOptInLevel marketingUpdatedAt }
  defaultAddress { ${address} }`;

const line = `id name sku quantity product { id vendor productType } variant { id } discountedTotalSet ${money}`;

const order = `id name email phone customerLocale createdAt processedAt updatedAt cancelledAt closedAt sourceName
  displayFinancialStatus displayFulfillmentStatus customerAcceptsMarketing discountCodes totalPriceSet ${money}
  customer { id } billingAddress { firstName lastName ${address} } shippingAddress { firstName lastName ${address} }
  refunds(first: 10) { id createdAt note totalRefundedSet ${money} }`;

const orderWithLines = `${order} lineItems(first: 10) { pageInfo { hasNextPage endCursor } nodes { ${line} } }`;

const checkout = `id name abandonedCheckoutUrl createdAt updatedAt completedAt totalPriceSet ${money}
  customer { id firstName lastName defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }
  billingAddress { firstName lastName ${address} } shippingAddress { firstName lastName ${address} }
  lineItems(first: 10) { nodes { id title sku quantity product { id } variant { id } discountedTotalPriceSet ${money} } }`;

const page = "pageInfo { hasNextPage endCursor }";
const paged = "$first: Int!, $after: String, $query: String";
const by = "first: $first, after: $after, query: $query";

export const shop = `query Shop {
  shop { name myshopifyDomain ianaTimezone currencyCode shopAddress { countryCodeV2 } }
  currentAppInstallation { accessScopes { handle } }
}`;

export const counts = `query Counts {
  customersCount(limit: null) { count }
  ordersCount(limit: null) { count }
}`;

export const customersById = `query CustomersById(${paged}) {
  customers(${by}, sortKey: ID) { ${page} nodes { ${customer} } }
}`;
export const customersChanged = `query CustomersChanged(${paged}) {
  customers(${by}, sortKey: UPDATED_AT, reverse: true) { ${page} nodes { ${customer} } }
}`;
export const customerIds = `query CustomerIds(${paged}) { customers(${by}, sortKey: ID) { ${page} nodes { id } } }`;
export const customersNamed = `query CustomersNamed($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { ${customer} } } }`;

export const ordersById = `query OrdersById(${paged}) {
  orders(${by}, sortKey: ID) { ${page} nodes { ${orderWithLines} } }
}`;
export const ordersChanged = `query OrdersChanged(${paged}) {
  orders(${by}, sortKey: UPDATED_AT, reverse: true) { ${page} nodes { ${orderWithLines} } }
}`;
export const orderIds = `query OrderIds(${paged}) { orders(${by}, sortKey: ID) { ${page} nodes { id } } }`;
export const ordersNamed = `query OrdersNamed($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { ${orderWithLines} } } }`;
export const moreLines = `query MoreLines($id: ID!, $after: String) {
  order(id: $id) { lineItems(first: 100, after: $after) { ${page} nodes { ${line} } } }
}`;

export const checkouts = `query Checkouts(${paged}) {
  abandonedCheckouts(${by}, sortKey: ID) { ${page} nodes { ${checkout} } }
}`;

export const segments = `query Segments($after: String) {
  segments(first: 250, after: $after, sortKey: ID) { ${page} nodes { id name lastEditDate } }
}`;
export const segmentMembers = `query SegmentMembers($segment: ID!, $after: String) {
  customerSegmentMembers(segmentId: $segment, first: 1000, after: $after) { totalCount ${page} edges { node { id } } }
}`;

export const countMembers = `query CountMembers($query: String!) {
  customerSegmentMembers(first: 1, query: $query) { totalCount }
}`;

/** Without first and after, and with edges: what a bulk operation takes. Lines come as rows of their own. */
export const bulk = {
  customers: `{ customers { edges { node { ${customer} } } } }`,
  orders: `{ orders { edges { node { ${order} subtotalLineItemsQuantity lineItems { edges { node { ${line} } } } } } } }`,
  customerIds: "{ customers { edges { node { id } } } }",
  orderIds: "{ orders { edges { node { id } } } }",
};

/** Grouped: lines stand near their order, so that a piece of the file seldom has to be completed. */
export const runBulk = `mutation RunBulk($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) { bulkOperation { id status } userErrors { code field message } }
}`;
export const showBulk = `query ShowBulk($id: ID!) {
  bulkOperation(id: $id) { id status errorCode objectCount url partialDataUrl }
}`;

export const webhooks = `query Webhooks($after: String) {
  webhookSubscriptions(first: 100, after: $after) { ${page} nodes { id topic uri } }
}`;
export const addWebhook = `mutation AddWebhook($topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) {
    webhookSubscription { id topic uri } userErrors { field message }
  }
}`;
export const moveWebhook = `mutation MoveWebhook($id: ID!, $webhook: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $webhook) {
    webhookSubscription { id topic uri } userErrors { field message }
  }
}`;
export const removeWebhook = `mutation RemoveWebhook($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}`;

export const writeEmailConsent = `mutation WriteEmailConsent($input: CustomerEmailMarketingConsentUpdateInput!) {
  customerEmailMarketingConsentUpdate(input: $input) { customer { id } userErrors { code field message } }
}`;
export const writeSmsConsent = `mutation WriteSmsConsent($input: CustomerSmsMarketingConsentUpdateInput!) {
  customerSmsMarketingConsentUpdate(input: $input) { customer { id } userErrors { code field message } }
}`;
