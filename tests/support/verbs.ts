/**
 * Every verb of lib that takes a context, and how to try it with what belongs to somebody else. A verb that is missing
 * here fails tests/db/sweep.test.ts: add it in the way that fits.
 */

import { tellConsent } from "@/lib/api/contacts/consent";
import { changeList, changeTag } from "@/lib/api/contacts/groups";
import { findContacts, ListContacts, pageContacts } from "@/lib/api/contacts/list";
import { getContact } from "@/lib/api/contacts/read";
import { upsertContact, upsertContacts } from "@/lib/api/contacts/upsert";
import { trackEvent, trackEvents } from "@/lib/api/events";
import * as apiImports from "@/lib/api/imports";
import { upsertOrders } from "@/lib/api/orders";
import * as apiSegments from "@/lib/api/segments";
import { allStores, createStore, getStore } from "@/lib/api/stores";
import * as keys from "@/lib/api-keys/keys";
import { beginBulk } from "@/lib/bulk/begin";
import { openExport } from "@/lib/bulk/file";
import { cancelBulk, undoBulk } from "@/lib/bulk/manage";
import { advanceBulk } from "@/lib/bulk/run";
import { countSelected } from "@/lib/bulk/selection";
import { bulkVersion, listBulk, recentBulk, showBulk } from "@/lib/bulk/show";
import { subscribeContact, unsubscribeContact } from "@/lib/contacts/choices";
import {
  countAllContacts,
  countContacts,
  countContactsQuickly,
  countContactsWithin,
  importNames,
  listContacts,
  storeNames,
} from "@/lib/contacts/directory";
import { chooseColumns, forgetWidths, lookOf, sizeColumn } from "@/lib/contacts/directory/columns";
import { everything } from "@/lib/contacts/directory/params";
import { deleteView, listViews, renameView, saveView, updateView } from "@/lib/contacts/directory/views";
import { findDuplicates } from "@/lib/contacts/duplicates";
import { editableFields, editContact } from "@/lib/contacts/edits";
import { eraseContact, previewErasure } from "@/lib/contacts/erase";
import { exportContact } from "@/lib/contacts/export-one";
import { mergeByHand, previewMerge } from "@/lib/contacts/merge-by-hand";
import { listOrders } from "@/lib/contacts/orders";
import { contactVersion, showContact } from "@/lib/contacts/profile";
import { deleteContact, restoreContact } from "@/lib/contacts/remove";
import { showSubscriptions } from "@/lib/contacts/subscriptions";
import { disableContact, excludeContact } from "@/lib/contacts/switches";
import { showTags } from "@/lib/contacts/tagged";
import { deliverMessages, testEndpoint } from "@/lib/endpoints/deliver";
import * as endpoints from "@/lib/endpoints/endpoints";
import * as forms from "@/lib/forms/forms";
import { mailConfirmation } from "@/lib/forms/letters";
import { contactsOverTime, homeFigures, storesBeingRead, storesVersion } from "@/lib/home";
import * as beginImports from "@/lib/imports/begin";
import * as imports from "@/lib/imports/imports";
import * as rejects from "@/lib/imports/rejects";
import { advanceImport } from "@/lib/imports/run";
import * as importSettings from "@/lib/imports/settings";
import * as upload from "@/lib/imports/upload";
import { listFigures } from "@/lib/lists/figures";
import * as groups from "@/lib/lists/lists";
import * as organizations from "@/lib/organizations";
import { listDemands } from "@/lib/privacy/demands";
import { honourDemands } from "@/lib/privacy/honour";
import { offerValues } from "@/lib/segments/catalogue/values";
import { keepUp } from "@/lib/segments/changed";
import { beginRefresh } from "@/lib/segments/clock";
import { historyOf } from "@/lib/segments/history";
import { lookAt } from "@/lib/segments/look";
import { listMembers, previewSegment } from "@/lib/segments/members";
import { pageSegments } from "@/lib/segments/page";
import { reachOf } from "@/lib/segments/reach";
import { reasonsFor } from "@/lib/segments/reasons";
import { runRefresh } from "@/lib/segments/refresh";
import { latestRefresh, segmentsVersion } from "@/lib/segments/runs";
import { saveSegment } from "@/lib/segments/save";
import * as segments from "@/lib/segments/segments";
import { listDimensions } from "@/lib/segments/sheet";
import { isIn, listSegments, segmentNames, segmentsOf, showSegment } from "@/lib/segments/show";
import { why } from "@/lib/segments/why";
import { advanceMirror } from "@/lib/store-groups/advance";
import { beginMirror, mirrorNow } from "@/lib/store-groups/mirrors";
import { storeGroup, storeGroupsOf, storeGroupsOfContact } from "@/lib/store-groups/show";
import { approvalOutcome, beginApproval } from "@/lib/stores/approve";
import { beginConnect, chooseKinds, connectedStore, connectStripe, connectWithKeys } from "@/lib/stores/connect";
import { connectMagento } from "@/lib/stores/connect-magento";
import { connectShopify } from "@/lib/stores/connect-shopify";
import { hintSetup } from "@/lib/stores/hints";
import { listDeliveries, showDelivery } from "@/lib/stores/inbox";
import * as manage from "@/lib/stores/manage";
import { openStore } from "@/lib/stores/open";
import { listStores, showStore } from "@/lib/stores/stores";
import { lookAfter, passOver } from "@/lib/stores/upkeep";
import * as suppressions from "@/lib/suppressions/suppressions";
import { advance } from "@/lib/sync/advance";
import { beginSync } from "@/lib/sync/sync";
import { specialTags, tagFigures } from "@/lib/tags/figures";
import * as tags from "@/lib/tags/tags";
import type { Ctx } from "@/lib/tenancy";
import { readTimeline } from "@/lib/timeline/read";
import { keepSnippet, renewSnippetSecret, showSnippet } from "@/lib/tracking/snippets";
import { tieVisits } from "@/lib/tracking/tie";
import { drain } from "@/lib/webhooks/process";
import { retryWriteBacks, writeBackStand } from "@/lib/write-back/stand";
import { writeBack } from "@/lib/write-back/write";
import type { Side } from "./sides";

type Try = (ctx: Ctx, of: Side) => Promise<unknown>;

export type Trial =
  /** Takes ids: another organization's are "not found". */
  | { finds: Try }
  /** Lists or filters: answers, without a trace of the other organization, whatever is asked for. */
  | { lists: Try }
  /** Changes the own organization only. */
  | { changesOwn: Try }
  /** Not tried, and why that is safe. */
  | { safe: string };

const finds = (attempt: Try): Trial => ({ finds: attempt });
const lists = (attempt: Try): Trial => ({ lists: attempt });
const changesOwn = (attempt: Try): Trial => ({ changesOwn: attempt });
const safe = (why: string): Trial => ({ safe: why });

/** What the list tells; the query it also gives back is what was asked for. */
const contactsIn = async (...asked: Parameters<typeof listContacts>) => ({
  ...(await listContacts(...asked)),
  query: undefined,
});

const blankStore = { name: "Swept", currency: "EUR", country: "DE", timeZone: "UTC" };

const blankForm = {
  name: "Swept",
  title: "News",
  intro: "",
  fields: [],
  agreement: "Yes, send me news.",
  button: "Subscribe",
  thanks: "Thank you.",
  list: "",
  doubleOptIn: true,
  origins: [],
};

/** A condition that holds for everybody. */
const anybody = { include: { field: "orders", operator: ">=", value: "0" } };

/** By file and name, as the scan of the source gives them. */
export const verbs: Record<string, Trial> = {
  "lib/api/contacts/consent.ts tellConsent": finds((ctx, { contact }) =>
    tellConsent(ctx, { contact, channel: "email", state: "unsubscribed" }),
  ),
  "lib/api/contacts/groups.ts changeList": finds((ctx, { list, contact }) =>
    changeList(ctx, { list, add: [contact], remove: [contact] }),
  ),
  "lib/api/contacts/groups.ts changeTag": finds((ctx, { tag, contact }) =>
    changeTag(ctx, { tag, add: [contact], remove: [contact] }),
  ),
  "lib/api/contacts/list.ts findContacts": lists(async (ctx, of) => [
    await findContacts(ctx, { email: "theirs@example.org" }),
    await findContacts(ctx, { store: of.store, externalId: "7" }),
  ]),
  "lib/api/contacts/list.ts pageContacts": lists((ctx) => pageContacts(ctx, ListContacts.parse({}))),
  "lib/api/contacts/read.ts getContact": finds((ctx, { contact }) => getContact(ctx, { contact })),
  "lib/api/contacts/upsert.ts upsertContact": finds((ctx, { store }) =>
    upsertContact(ctx, { store, email: "new@example.org" }),
  ),
  "lib/api/contacts/upsert.ts upsertContacts": finds((ctx, { store }) =>
    upsertContacts(ctx, { store, contacts: [{ email: "new@example.org" }] }),
  ),
  "lib/api/imports.ts addImport": finds((ctx, { store }) =>
    apiImports.addImport(ctx, { store, file: "people.csv", size: 6, kind: "contacts" }),
  ),
  "lib/api/imports.ts addWhole": finds((ctx, { store }) =>
    apiImports.addWhole(
      ctx,
      { store, file: "people.csv", start: "true" },
      { bytes: new Blob(["email\n"]).stream(), size: 6 },
    ),
  ),
  "lib/api/imports.ts allImports": lists((ctx) => apiImports.allImports(ctx, {})),
  "lib/api/imports.ts alterImport": finds((ctx, of) =>
    apiImports.alterImport(ctx, { import: of.import, known: "add" }),
  ),
  "lib/api/imports.ts changedImport": finds((ctx, of) => apiImports.changedImport(ctx, { import: of.import })),
  "lib/api/imports.ts checkOne": finds((ctx, of) => apiImports.checkOne(ctx, { import: of.import })),
  "lib/api/imports.ts getImport": finds((ctx, of) => apiImports.getImport(ctx, { import: of.import })),
  "lib/api/imports.ts lookAtOne": finds((ctx, of) => apiImports.lookAtOne(ctx, { import: of.import })),
  "lib/api/imports.ts pageRejects": finds((ctx, of) => apiImports.pageRejects(ctx, { import: of.import, cursor: 0 })),
  "lib/api/imports.ts putFile": finds((ctx, of) =>
    apiImports.putFile(ctx, { import: of.import }, new Blob(["email"]).stream()),
  ),
  "lib/api/imports.ts startOne": finds((ctx, of) => apiImports.startOne(ctx, { import: of.import })),
  "lib/api/segments.ts activateOne": finds((ctx, { segment }) => apiSegments.activateOne(ctx, { segment })),
  "lib/api/segments.ts addSegment": changesOwn((ctx) =>
    apiSegments.addSegment(ctx, { name: "Swept too", description: "", definition: anybody, draft: true }),
  ),
  "lib/api/segments.ts allSegments": lists((ctx) => apiSegments.allSegments(ctx, { limit: 50 })),
  "lib/api/segments.ts alterSegment": finds((ctx, { segment }) =>
    apiSegments.alterSegment(ctx, { segment, name: "Renamed" }),
  ),
  "lib/api/segments.ts archiveOne": finds((ctx, { segment }) => apiSegments.archiveOne(ctx, { segment })),
  "lib/api/segments.ts getSegment": finds((ctx, { segment }) => apiSegments.getSegment(ctx, { segment })),
  "lib/api/segments.ts pageMembers": finds((ctx, { segment }) => apiSegments.pageMembers(ctx, { segment, limit: 50 })),
  "lib/api/segments.ts previewOne": lists((ctx) => apiSegments.previewOne(ctx, { definition: anybody })),
  "lib/api/events.ts trackEvent": lists((ctx, { contact }) =>
    trackEvent(ctx, { name: "course.finished", contact, properties: {} }),
  ),
  "lib/api/events.ts trackEvents": lists((ctx, { contact }) =>
    trackEvents(ctx, { events: [{ name: "course.finished", contact, properties: {} }] }),
  ),
  "lib/api/idempotency.ts once": safe("keeps answers by the key that calls, whose organization is the context's own"),
  "lib/api/orders.ts upsertOrders": finds((ctx, { store }) => upsertOrders(ctx, { store, orders: [] })),
  "lib/api/stores.ts allStores": lists((ctx) => allStores(ctx)),
  "lib/api/stores.ts createStore": changesOwn((ctx) => createStore(ctx, blankStore)),
  "lib/api/stores.ts getStore": finds((ctx, { store }) => getStore(ctx, { store })),
  "lib/api-keys/keys.ts createKey": finds((ctx, { store }) =>
    keys.createKey(ctx, { name: "Swept", store, scopes: ["contacts.read"] }),
  ),
  "lib/api-keys/keys.ts listKeys": lists((ctx) => keys.listKeys(ctx)),
  "lib/api-keys/keys.ts revokeKey": finds((ctx, { key }) => keys.revokeKey(ctx, { key })),
  "lib/api-keys/keys.ts rotateKey": finds((ctx, { key }) => keys.rotateKey(ctx, { key, hours: 1 })),
  "lib/bulk/begin.ts beginBulk": finds((ctx, { list }) =>
    beginBulk(ctx, { kind: "list", all: true, query: "", contacts: [], tags: [], list, newList: "", expected: 1 }),
  ),
  "lib/bulk/begin.ts writeDown": safe("is beginBulk without the hint to the job engine"),
  "lib/bulk/file.ts openExport": finds((ctx, { bulk }) => openExport(ctx, { bulk })),
  "lib/bulk/manage.ts cancelBulk": finds((ctx, { bulk }) => cancelBulk(ctx, { bulk })),
  "lib/bulk/manage.ts undoBulk": finds((ctx, { bulk }) => undoBulk(ctx, { bulk })),
  "lib/bulk/run.ts advanceBulk": lists((ctx, { inner }) => advanceBulk(ctx, { bulkId: inner.bulk, seconds: 1 })),
  "lib/bulk/selection.ts countSelected": lists((ctx, of) =>
    countSelected(ctx, { all: false, query: "", contacts: [of.contact] }),
  ),
  "lib/bulk/selection.ts selecting": safe(
    "hands on a condition that names the organization; freeze and countSelected use it",
  ),
  "lib/bulk/show.ts bulkVersion": finds((ctx, { bulk }) => bulkVersion(ctx, { bulk })),
  "lib/bulk/show.ts listBulk": lists((ctx) => listBulk(ctx)),
  "lib/bulk/show.ts recentBulk": lists((ctx) => recentBulk(ctx)),
  "lib/bulk/show.ts showBulk": finds((ctx, { bulk }) => showBulk(ctx, { bulk })),
  "lib/connection/registration.ts keepWebhooks": safe("takes a store's row, which findStore or storeById gave"),
  "lib/connection/silence.ts answered": safe("takes a store's row, which findStore or storeById gave"),
  "lib/connection/silence.ts rest": safe("takes a store's row, which findStore or storeById gave"),
  "lib/contacts/choices.ts subscribeContact": finds((ctx, { contact }) =>
    subscribeContact(ctx, {
      contact,
      channel: "email",
      statement: "Asked for it in the shop.",
      at: "2026-01-02T10:00",
    }),
  ),
  "lib/contacts/choices.ts unsubscribeContact": finds((ctx, { contact }) => unsubscribeContact(ctx, { contact })),
  "lib/contacts/directory.ts countAllContacts": lists((ctx) => countAllContacts(ctx)),
  "lib/contacts/directory.ts countContacts": lists((ctx, of) =>
    countContacts(ctx, { ...everything, stores: [of.store] }),
  ),
  "lib/contacts/directory.ts countContactsQuickly": lists((ctx, of) =>
    countContactsQuickly(ctx, { ...everything, stores: [of.store] }),
  ),
  "lib/contacts/directory.ts countContactsWithin": lists((ctx, of) =>
    countContactsWithin(ctx, { ...everything, stores: [of.store] }, 5),
  ),
  "lib/contacts/directory.ts listContacts": lists(async (ctx, of) => [
    await contactsIn(ctx, everything),
    await contactsIn(ctx, { ...everything, stores: [of.store] }),
    await contactsIn(ctx, { ...everything, q: "example.org" }),
    await contactsIn(ctx, { ...everything, q: "t", sort: "email" }),
    await contactsIn(ctx, { ...everything, tags: [of.tag], origins: [of.store], sort: "store" }),
    await contactsIn(ctx, { ...everything, lists: [of.list], listed: "out" }),
    await contactsIn(ctx, { ...everything, segments: [of.segment], segmented: "out" }),
  ]),
  "lib/contacts/directory.ts searching": safe("opens the transaction of a search; who asks names the organization"),
  "lib/contacts/directory.ts importNames": lists((ctx) => importNames(ctx, everything)),
  "lib/contacts/directory.ts storeNames": lists((ctx) => storeNames(ctx)),
  "lib/contacts/directory/columns.ts chooseColumns": finds((ctx, { view }) =>
    chooseColumns(ctx, { columns: ["name"], density: "compact", view }),
  ),
  "lib/contacts/directory/columns.ts forgetWidths": changesOwn((ctx) => forgetWidths(ctx)),
  "lib/contacts/directory/columns.ts lookOf": lists((ctx) => lookOf(ctx)),
  "lib/contacts/directory/columns.ts sizeColumn": changesOwn((ctx) => sizeColumn(ctx, { column: "name", width: 200 })),
  "lib/contacts/directory/views.ts deleteView": finds((ctx, { view }) => deleteView(ctx, { view })),
  "lib/contacts/directory/views.ts listViews": lists((ctx) => listViews(ctx)),
  "lib/contacts/directory/views.ts renameView": finds((ctx, { view }) => renameView(ctx, { view, name: "Renamed" })),
  "lib/contacts/directory/views.ts saveView": changesOwn((ctx) =>
    saveView(ctx, { name: "Mine", query: "status=never", columns: ["name"] }),
  ),
  "lib/contacts/directory/views.ts updateView": finds((ctx, { view }) =>
    updateView(ctx, { view, query: "", columns: [] }),
  ),
  "lib/contacts/duplicates.ts findDuplicates": finds((ctx, { contact }) => findDuplicates(ctx, { contact })),
  "lib/contacts/edits.ts editableFields": finds((ctx, { contact }) => editableFields(ctx, { contact })),
  "lib/contacts/edits.ts editContact": finds((ctx, { contact }) => editContact(ctx, { contact, firstName: "X" })),
  "lib/contacts/erase.ts eraseContact": finds((ctx, { contact }) => eraseContact(ctx, { contact, typed: "" })),
  "lib/contacts/erase.ts previewErasure": finds((ctx, { contact }) => previewErasure(ctx, { contact })),
  "lib/contacts/export-one.ts exportContact": finds((ctx, { contact }) => exportContact(ctx, { contact })),
  "lib/contacts/merge-by-hand.ts mergeByHand": finds((ctx, { contact }) =>
    mergeByHand(ctx, { contact, other: contact }),
  ),
  "lib/contacts/merge-by-hand.ts previewMerge": finds((ctx, { contact }) =>
    previewMerge(ctx, { contact, other: contact }),
  ),
  "lib/contacts/orders.ts listOrders": finds((ctx, { contact }) => listOrders(ctx, { contact })),
  "lib/contacts/profile.ts contactVersion": finds((ctx, { contact }) => contactVersion(ctx, { contact })),
  "lib/contacts/profile.ts showContact": finds((ctx, { contact }) => showContact(ctx, { contact })),
  "lib/contacts/remove.ts deleteContact": finds((ctx, { contact }) => deleteContact(ctx, { contact })),
  "lib/contacts/remove.ts restoreContact": finds(async (ctx, { contact }) => {
    await deleteContact(ctx, { contact });
    return restoreContact(ctx, { contact });
  }),
  "lib/contacts/subscriptions.ts showSubscriptions": finds((ctx, { contact }) => showSubscriptions(ctx, { contact })),
  "lib/contacts/tagged.ts showTags": finds((ctx, { contact }) => showTags(ctx, { contact })),
  "lib/contacts/switches.ts disableContact": finds((ctx, { contact }) =>
    disableContact(ctx, { contact, disabled: true }),
  ),
  "lib/contacts/switches.ts excludeContact": finds((ctx, { contact }) =>
    excludeContact(ctx, { contact, excluded: true }),
  ),
  "lib/endpoints/deliver.ts deliverMessages": lists((ctx, { inner }) =>
    deliverMessages(ctx, { endpointId: inner.endpoint, seconds: 1 }),
  ),
  "lib/endpoints/deliver.ts testEndpoint": finds((ctx, { endpoint }) => testEndpoint(ctx, { endpoint })),
  "lib/endpoints/endpoints.ts changeEndpoint": finds((ctx, { endpoint }) =>
    endpoints.changeEndpoint(ctx, { endpoint, topics: ["contact.deleted"] }),
  ),
  "lib/endpoints/endpoints.ts createEndpoint": changesOwn((ctx) =>
    endpoints.createEndpoint(ctx, { url: "http://127.0.0.1:1/own", topics: ["contact.created"] }),
  ),
  "lib/endpoints/endpoints.ts deleteEndpoint": finds((ctx, { endpoint }) =>
    endpoints.deleteEndpoint(ctx, { endpoint }),
  ),
  "lib/endpoints/endpoints.ts listEndpoints": lists((ctx) => endpoints.listEndpoints(ctx)),
  "lib/endpoints/endpoints.ts pauseEndpoint": finds((ctx, { endpoint }) => endpoints.pauseEndpoint(ctx, { endpoint })),
  "lib/endpoints/endpoints.ts resumeEndpoint": finds((ctx, { endpoint }) =>
    endpoints.resumeEndpoint(ctx, { endpoint }),
  ),
  "lib/forms/forms.ts closeForm": finds((ctx, { form }) => forms.closeForm(ctx, { form })),
  "lib/forms/forms.ts createForm": finds((ctx, of) => forms.createForm(ctx, { ...blankForm, store: of.store })),
  "lib/forms/forms.ts editForm": finds((ctx, of) =>
    forms.editForm(ctx, { ...blankForm, store: of.store, form: of.form }),
  ),
  "lib/forms/forms.ts listForms": lists((ctx) => forms.listForms(ctx)),
  "lib/forms/forms.ts openForm": finds((ctx, { form }) => forms.openForm(ctx, { form })),
  "lib/forms/forms.ts showForm": finds((ctx, { form }) => forms.showForm(ctx, { form })),
  "lib/forms/letters.ts mailConfirmation": finds((ctx, { inner }) => mailConfirmation(ctx, { signupId: inner.signup })),
  "lib/home.ts contactsOverTime": lists((ctx) => contactsOverTime(ctx, { zone: "Europe/Oslo" })),
  "lib/home.ts homeFigures": lists((ctx) => homeFigures(ctx)),
  "lib/home.ts storesBeingRead": lists((ctx) => storesBeingRead(ctx)),
  "lib/home.ts storesVersion": finds((ctx, { store }) => storesVersion(ctx, { store })),
  "lib/imports/begin.ts cancelImport": finds((ctx, of) => beginImports.cancelImport(ctx, of)),
  "lib/imports/begin.ts checkImport": finds((ctx, of) => beginImports.checkImport(ctx, of)),
  "lib/imports/begin.ts startImport": finds((ctx, of) => beginImports.startImport(ctx, of)),
  "lib/imports/begin.ts undoImport": finds((ctx, of) => beginImports.undoImport(ctx, of)),
  "lib/imports/begin.ts writeStart": safe("is startImport without the hint to the job engine"),
  "lib/imports/beside.ts helpers": safe("merges chunks of an import that advanceImport found in its organization"),
  "lib/imports/fail.ts fail": safe("takes an import's row, which advanceImport found in its organization"),
  "lib/imports/fail.ts trouble": safe("takes an import's row, which advanceImport found in its organization"),
  "lib/imports/feed.ts feed": safe("takes an import's row, which advanceImport found in its organization"),
  "lib/imports/imports.ts importsVersion": finds((ctx, of) => imports.importsVersion(ctx, of)),
  "lib/imports/imports.ts listImports": lists((ctx) => imports.listImports(ctx)),
  "lib/imports/imports.ts removeImport": finds((ctx, of) => imports.removeImport(ctx, of)),
  "lib/imports/imports.ts showImport": finds((ctx, of) => imports.showImport(ctx, of)),
  "lib/imports/mend.ts mendRejects": finds((ctx, of) =>
    rejects.mendRejects(ctx, { import: of.import, rows: [{ line: 2, cells: ["swept@example.org"] }] }),
  ),
  "lib/imports/rejects.ts listRejects": finds((ctx, of) => rejects.listRejects(ctx, { import: of.import, after: 0 })),
  "lib/imports/rejects.ts openRejects": finds((ctx, of) => rejects.openRejects(ctx, of)),
  "lib/imports/run.ts advanceImport": lists((ctx, { inner }) =>
    advanceImport(ctx, { importId: inner.import, seconds: 1 }),
  ),
  "lib/imports/settle.ts settle": safe("takes the inner id that advanceImport was given, in its organization"),
  "lib/imports/settings.ts chooseMapping": finds((ctx, of) =>
    importSettings.chooseMapping(ctx, {
      import: of.import,
      columns: [{ field: "email" }],
      reason: "manual",
      unreadable: "reject",
    }),
  ),
  "lib/imports/settings.ts chooseOptions": finds((ctx, of) =>
    importSettings.chooseOptions(ctx, { import: of.import, known: "add", tags: [], lists: [] }),
  ),
  "lib/imports/settings.ts chooseReading": finds((ctx, of) =>
    importSettings.chooseReading(ctx, { import: of.import, reading: { header: true } }),
  ),
  "lib/imports/settings.ts lookAtImport": finds((ctx, of) => importSettings.lookAtImport(ctx, of)),
  "lib/imports/source.ts sourceOf": safe("takes an import's row, and names the organization of the context beside it"),
  "lib/imports/staged.ts stage": safe("takes an import's row, which advanceImport found in its organization"),
  "lib/imports/upload.ts addPart": finds((ctx, of) =>
    upload.addPart(ctx, { import: of.import, part: 0, body: Buffer.from("email") }),
  ),
  "lib/imports/upload.ts beginUpload": finds((ctx, { store }) =>
    upload.beginUpload(ctx, { store, file: "swept.csv", size: 5, kind: "contacts" }),
  ),
  "lib/imports/upload.ts finishUpload": finds((ctx, of) => upload.finishUpload(ctx, of)),
  "lib/imports/upload.ts missingParts": finds((ctx, of) => upload.missingParts(ctx, of)),
  "lib/lists/contact.ts joinList": finds((ctx, of) => groups.joinList(ctx, of)),
  "lib/lists/contact.ts leaveList": finds((ctx, of) => groups.leaveList(ctx, of)),
  "lib/lists/figures.ts listFigures": lists(async (ctx) => [...(await listFigures(ctx, { zone: "Europe/Oslo" }))]),
  "lib/lists/lists.ts createList": changesOwn((ctx) => groups.createList(ctx, { name: "News", description: "" })),
  "lib/lists/lists.ts deleteList": finds((ctx, of) => groups.deleteList(ctx, of)),
  "lib/lists/lists.ts listLists": lists((ctx) => groups.listLists(ctx)),
  "lib/lists/lists.ts renameList": finds((ctx, { list }) =>
    groups.renameList(ctx, { list, name: "Renamed", description: "" }),
  ),
  "lib/local/demo/arrange.ts arrange": safe("calls the verbs of the pages, each of which is swept"),
  "lib/organizations/retention.ts chooseRetention": changesOwn((ctx) =>
    organizations.chooseRetention(ctx, { eventsMonths: 12, deliveriesDays: 90 }),
  ),
  "lib/organizations/retention.ts retentionOf": lists((ctx) => organizations.retentionOf(ctx)),
  "lib/organizations/invitations.ts invite": changesOwn((ctx) =>
    organizations.invite(ctx, { email: "theirs-friend@example.org", role: "viewer" }),
  ),
  "lib/organizations/invitations.ts listInvitations": lists((ctx) => organizations.listInvitations(ctx)),
  "lib/organizations/invitations.ts resendInvitation": finds((ctx, of) => organizations.resendInvitation(ctx, of)),
  "lib/organizations/invitations.ts revokeInvitation": finds((ctx, of) => organizations.revokeInvitation(ctx, of)),
  "lib/organizations/members.ts changeRole": finds((ctx, of) =>
    organizations.changeRole(ctx, { ...of, role: "editor" }),
  ),
  "lib/organizations/members.ts listMembers": lists((ctx) => organizations.listMembers(ctx)),
  "lib/organizations/members.ts removeMember": finds((ctx, of) => organizations.removeMember(ctx, of)),
  "lib/organizations/organizations.ts moveTimeZone": changesOwn((ctx) =>
    organizations.moveTimeZone(ctx, { timeZone: "Asia/Tokyo" }),
  ),
  "lib/organizations/organizations.ts rename": changesOwn((ctx) => organizations.rename(ctx, { name: "Renamed" })),
  "lib/organizations/trail.ts readTrail": lists((ctx) => organizations.readTrail(ctx, {})),
  "lib/segments/catalogue/every-value.ts everyValue": safe("reads for offerValues, which is tried below"),
  "lib/segments/catalogue/values.ts offerValues": lists((ctx) => offerValues(ctx, { field: "tag" })),
  "lib/segments/changed.ts keepUp": changesOwn((ctx) => keepUp(ctx, { seconds: 1 })),
  "lib/segments/clock.ts beginRefresh": changesOwn((ctx) =>
    beginRefresh(ctx, { kind: "day", day: "2026-01-02", zone: "Europe/Oslo" }),
  ),
  "lib/segments/history.ts historyOf": finds((ctx, { segment }) => historyOf(ctx, { segment })),
  "lib/segments/page.ts pageSegments": lists((ctx) => pageSegments(ctx, {})),
  "lib/segments/reasons.ts reasonsFor": finds((ctx, { segment, contact }) => reasonsFor(ctx, { segment, contact })),
  "lib/segments/runs.ts latestRefresh": lists((ctx, { segment }) => latestRefresh(ctx, { segment })),
  "lib/segments/runs.ts segmentsVersion": finds((ctx, { segment }) => segmentsVersion(ctx, { segment })),
  "lib/segments/look.ts lookAt": lists((ctx) => lookAt(ctx, { definition: anybody })),
  "lib/segments/members.ts listMembers": finds((ctx, { segment }) => listMembers(ctx, { segment })),
  "lib/segments/members.ts previewSegment": lists((ctx, { segment, tag }) =>
    previewSegment(ctx, {
      definition: {
        include: {
          any: [
            { field: "segment", operator: "any", value: [segment] },
            { field: "tag", operator: "any", value: [tag] },
          ],
        },
      },
    }),
  ),
  "lib/segments/reach.ts reachOf": lists((ctx) => reachOf(ctx, { definition: anybody })),
  "lib/segments/refresh.ts runRefresh": lists((ctx, { inner }) => runRefresh(ctx, { runId: inner.run })),
  "lib/segments/save.ts saveSegment": finds((ctx, { segment }) =>
    saveSegment(ctx, { segment, name: "Saved", description: "", definition: anybody, state: "active", seen: "" }),
  ),
  "lib/segments/segments.ts activateSegment": finds((ctx, { segment }) => segments.activateSegment(ctx, { segment })),
  "lib/segments/segments.ts archiveSegment": finds((ctx, { segment }) => segments.archiveSegment(ctx, { segment })),
  "lib/segments/segments.ts createSegment": changesOwn((ctx) =>
    segments.createSegment(ctx, { name: "Swept", description: "", definition: anybody, draft: false }),
  ),
  "lib/segments/segments.ts deleteSegment": finds((ctx, { segment }) => segments.deleteSegment(ctx, { segment })),
  "lib/segments/segments.ts duplicateSegment": finds((ctx, { segment }) => segments.duplicateSegment(ctx, { segment })),
  "lib/segments/segments.ts editSegment": finds((ctx, { segment }) =>
    segments.editSegment(ctx, { segment, definition: anybody }),
  ),
  "lib/segments/segments.ts refreshNow": changesOwn((ctx) => segments.refreshNow(ctx)),
  "lib/segments/segments.ts renameSegment": finds((ctx, { segment }) =>
    segments.renameSegment(ctx, { segment, name: "Renamed", description: "" }),
  ),
  "lib/segments/sheet.ts listDimensions": lists((ctx) => listDimensions(ctx)),
  "lib/segments/show.ts isIn": finds((ctx, { segment, contact }) => isIn(ctx, { segment, contact })),
  "lib/segments/show.ts listSegments": lists((ctx) => listSegments(ctx)),
  "lib/segments/show.ts segmentNames": lists((ctx) => segmentNames(ctx)),
  "lib/segments/show.ts segmentsOf": finds((ctx, { contact }) => segmentsOf(ctx, { contact })),
  "lib/segments/show.ts showSegment": finds((ctx, { segment }) => showSegment(ctx, { segment })),
  "lib/segments/why.ts why": finds((ctx, { contact }) => why(ctx, { contact, definition: anybody })),
  "lib/privacy/demands.ts listDemands": finds((ctx, { store }) => listDemands(ctx, { store })),
  "lib/privacy/erase-store.ts eraseStore": safe("takes a store's row, which storeById gave"),
  "lib/privacy/honour.ts honourDemands": lists((ctx, { inner }) => honourDemands(ctx, { storeId: inner.store })),
  "lib/store-groups/advance.ts advanceMirror": lists((ctx, { inner }) =>
    advanceMirror(ctx, { mirrorId: inner.mirror, seconds: 1 }),
  ),
  "lib/store-groups/mirrors.ts beginMirror": finds((ctx, { inner }) =>
    beginMirror(ctx, { storeId: inner.store, kind: "whole" }),
  ),
  "lib/store-groups/mirrors.ts mirrorNow": finds((ctx, { store }) => mirrorNow(ctx, { store })),
  "lib/store-groups/show.ts storeGroup": lists((ctx, { group }) => storeGroup(ctx, { group })),
  "lib/store-groups/show.ts storeGroupsOf": finds((ctx, { store }) => storeGroupsOf(ctx, { store })),
  "lib/store-groups/show.ts storeGroupsOfContact": lists((ctx, { contact }) => storeGroupsOfContact(ctx, { contact })),
  "lib/stores/approve.ts approvalOutcome": lists((ctx, of) => approvalOutcome(ctx, { state: of.store })),
  "lib/stores/approve.ts beginApproval": changesOwn((ctx) =>
    beginApproval(ctx, { platform: "shopify", url: "http://127.0.0.1:1", app: { id: "app", secret: "secret" } }),
  ),
  "lib/stores/connect-magento.ts connectMagento": changesOwn((ctx) =>
    connectMagento(ctx, {
      url: "http://127.0.0.1:1/theirs",
      accessToken: "accesstoken1",
      consumerKey: "",
      consumerSecret: "",
      accessTokenSecret: "",
    }),
  ),
  "lib/stores/connect-shopify.ts connectShopify": changesOwn((ctx) =>
    connectShopify(ctx, { url: "http://127.0.0.1:1", token: "shpat_0000000000000000", clientId: "", secret: "secret" }),
  ),
  "lib/stores/connect.ts beginConnect": changesOwn((ctx) => beginConnect(ctx, { url: "http://127.0.0.1:1/new" })),
  "lib/stores/connect.ts chooseKinds": finds((ctx, { store }) => chooseKinds(ctx, { store, kinds: ["buyer"] })),
  "lib/stores/connect.ts connectedStore": lists((ctx, of) => connectedStore(ctx, { state: of.store })),
  "lib/stores/connect.ts connectStripe": changesOwn((ctx) => connectStripe(ctx, { key: "rk_test_123456789" })),
  "lib/stores/connect.ts connectWithKeys": changesOwn((ctx) =>
    connectWithKeys(ctx, { url: "http://127.0.0.1:1/theirs", consumerKey: "ck_1", consumerSecret: "cs_1" }),
  ),
  "lib/stores/hints.ts hintSetup": finds((ctx, { store }) => hintSetup(ctx, { store })),
  "lib/stores/inbox.ts listDeliveries": finds((ctx, { store }) => listDeliveries(ctx, { store })),
  "lib/stores/inbox.ts showDelivery": finds((ctx, { store, delivery }) => showDelivery(ctx, { store, delivery })),
  "lib/stores/install.ts beginInstall": safe("takes a ticket that the platform signed for; beginApproval is tried"),
  "lib/stores/keep.ts keepStore": safe("finds a store by its address within the organization; its callers are tried"),
  "lib/stores/manage.ts cancelSync": finds((ctx, { store }) => manage.cancelSync(ctx, { store })),
  "lib/stores/manage.ts disconnectStore": finds((ctx, { store }) => manage.disconnectStore(ctx, { store })),
  "lib/stores/manage.ts pauseStore": finds((ctx, { store }) => manage.pauseStore(ctx, { store })),
  "lib/stores/manage.ts renewSecret": finds((ctx, { store }) => manage.renewSecret(ctx, { store })),
  "lib/stores/manage.ts replayDelivery": finds((ctx, { store, delivery }) =>
    manage.replayDelivery(ctx, { store, delivery }),
  ),
  "lib/stores/manage.ts resumeStore": finds((ctx, { store }) => manage.resumeStore(ctx, { store })),
  "lib/stores/manage.ts syncNow": finds((ctx, { store }) => manage.syncNow(ctx, { store })),
  "lib/stores/open.ts openStore": changesOwn((ctx) => openStore(ctx, blankStore)),
  "lib/stores/stores.ts listStores": lists((ctx) => listStores(ctx)),
  "lib/stores/stores.ts showStore": finds((ctx, { store }) => showStore(ctx, { store })),
  "lib/stores/upkeep.ts lookAfter": finds((ctx, { inner }) => lookAfter(ctx, { storeId: inner.store })),
  "lib/stores/upkeep.ts passOver": finds((ctx, { inner }) => passOver(ctx, { storeId: inner.store, kind: "light" })),
  "lib/suppressions/add.ts importSuppressions": changesOwn((ctx) =>
    suppressions.importSuppressions(ctx, { channel: "email", note: "", file: new File(["a@b.example"], "a.csv") }),
  ),
  "lib/suppressions/add.ts suppress": changesOwn((ctx) =>
    suppressions.suppress(ctx, { channel: "email", note: "", addresses: "theirs-blocked@example.org" }),
  ),
  "lib/suppressions/add.ts undoSuppress": safe("opens a token that is sealed for one organization, or finds nothing"),
  "lib/suppressions/suppressions.ts countSuppressions": lists((ctx) => suppressions.countSuppressions(ctx)),
  "lib/suppressions/suppressions.ts liftSuppression": finds((ctx, of) => suppressions.liftSuppression(ctx, of)),
  "lib/suppressions/suppressions.ts listSuppressions": lists(async (ctx) => [
    await suppressions.listSuppressions(ctx, {}),
    await suppressions.listSuppressions(ctx, { q: "blocked", reason: "manual", channel: "email" }),
  ]),
  "lib/suppressions/suppressions.ts undoLift": safe(
    "opens a token that is sealed for one organization, or finds nothing",
  ),
  "lib/sync/advance.ts advance": lists((ctx, { inner }) => advance(ctx, { syncId: inner.sync, seconds: 1 })),
  "lib/sync/carry.ts carryThrough": safe(
    "is advance, repeated until the store has been read, and a look at the pass itself",
  ),
  "lib/sync/sync.ts beginSync": finds((ctx, { inner }) => beginSync(ctx, { storeId: inner.store, kind: "light" })),
  "lib/sync/sync.ts tellSync": safe("sends a hint; the job begins with the sync's id and finds nothing of another's"),
  "lib/tags/contact.ts tagContact": finds((ctx, { contact }) => tags.tagContact(ctx, { contact, tags: ["VIP"] })),
  "lib/tags/contact.ts untagContact": finds((ctx, of) => tags.untagContact(ctx, of)),
  "lib/tags/figures.ts specialTags": lists((ctx) => specialTags(ctx)),
  "lib/tags/figures.ts tagFigures": lists(async (ctx) => [...(await tagFigures(ctx, { zone: "Europe/Oslo" }))]),
  "lib/tags/tags.ts colourTag": finds((ctx, { tag }) => tags.colourTag(ctx, { tag, colour: "red" })),
  "lib/tags/tags.ts createTag": changesOwn((ctx) => tags.createTag(ctx, { name: "New tag", colour: "blue" })),
  "lib/tags/tags.ts deleteTag": finds((ctx, of) => tags.deleteTag(ctx, of)),
  "lib/tags/tags.ts listTags": lists((ctx) => tags.listTags(ctx)),
  "lib/tags/tags.ts mergeTags": finds(async (ctx, { tag }) => {
    const { id } = await tags.createTag(ctx, { name: `Kept ${Math.random()}`, colour: "grey" });
    return tags.mergeTags(ctx, { from: [tag], into: id });
  }),
  "lib/tags/tags.ts renameTag": finds((ctx, { tag }) => tags.renameTag(ctx, { tag, name: "Renamed" })),
  "lib/timeline/read.ts readTimeline": finds((ctx, { contact }) => readTimeline(ctx, { contact })),
  "lib/write-back/stand.ts retryWriteBacks": finds((ctx, { store }) => retryWriteBacks(ctx, { store })),
  "lib/write-back/stand.ts writeBackStand": finds((ctx, { store }) => writeBackStand(ctx, { store })),
  "lib/write-back/write.ts writeBack": finds((ctx, { inner }) => writeBack(ctx, { storeId: inner.store, seconds: 1 })),
  "lib/webhooks/look-up.ts lookUp": safe("asks a store that drain found for the letters of its own inbox"),
  "lib/tracking/snippets.ts keepSnippet": finds((ctx, { store }) =>
    keepSnippet(ctx, { store, active: true, consent: "ask", signed: false, origins: [] }),
  ),
  "lib/tracking/snippets.ts renewSnippetSecret": finds((ctx, { store }) => renewSnippetSecret(ctx, { store })),
  "lib/tracking/snippets.ts showSnippet": finds((ctx, { store }) => showSnippet(ctx, { store })),
  "lib/tracking/tie.ts tieVisits": changesOwn((ctx) => tieVisits(ctx)),
  "lib/webhooks/process.ts drain": finds((ctx, { inner }) => drain(ctx, { storeId: inner.store, seconds: 1 })),
};
