"use server";
import { MirrorNow, mirrorNow as mirror } from "@/lib/store-groups/mirrors";
import * as connect from "@/lib/stores/connect";
import * as magento from "@/lib/stores/connect-magento";
import * as shopify from "@/lib/stores/connect-shopify";
import * as manage from "@/lib/stores/manage";
import { OpenStore, openStore as open } from "@/lib/stores/open";
import { KeepSnippet, OneStore } from "@/lib/tracking/inputs";
import * as tracking from "@/lib/tracking/snippets";
import { action } from "@/lib/web/action";
import * as writeBack from "@/lib/write-back/stand";
import { ChooseForm } from "./choose-form";

const storePage = ({ store }: { store: string }, org: string) => `/${org}/stores/${store}`;

export const beginConnect = action(connect.BeginConnect, connect.beginConnect, {
  redirect: ({ authorizeUrl }) => authorizeUrl,
});
export const connectWithKeys = action(connect.ConnectWithKeys, connect.connectWithKeys, { redirect: storePage });
export const connectStripe = action(connect.ConnectStripe, connect.connectStripe, { redirect: storePage });
export const openStore = action(OpenStore, open, { redirect: storePage });
export const connectMagento = action(magento.ConnectMagento, magento.connectMagento, { redirect: storePage });
export const connectShopify = action(shopify.ConnectShopify, shopify.connectShopify, { redirect: storePage });
export const chooseKinds = action(
  ChooseForm,
  async (ctx, input) => {
    await connect.chooseKinds(ctx, input);
    return { store: input.store };
  },
  { redirect: storePage },
);
export const syncNow = action(manage.OfStore, manage.syncNow, { message: "The store is being read again." });
export const mirrorNow = action(MirrorNow, mirror, { message: "The groups are being read again." });
export const cancelSync = action(manage.OfStore, manage.cancelSync, { message: "Stopping at the next page." });
export const pauseStore = action(manage.OfStore, manage.pauseStore, { message: "Paused." });
export const resumeStore = action(manage.OfStore, manage.resumeStore, { message: "Going on." });
export const renewSecret = action(manage.OfStore, manage.renewSecret, {
  message: "Deliveries are signed with a new secret from now on.",
});
export const disconnectStore = action(manage.OfStore, manage.disconnectStore, { message: "Disconnected." });
export const retryWriteBacks = action(writeBack.OfStore, writeBack.retryWriteBacks, {
  message: "The store is told once more.",
});
export const replayDelivery = action(manage.OfDelivery, manage.replayDelivery, {
  message: "The delivery is applied again.",
});
export const keepSnippet = action(KeepSnippet, tracking.keepSnippet, { message: "Saved." });
export const renewSnippetSecret = action(OneStore, tracking.renewSnippetSecret, {
  message: "Signatures are checked by a new secret from now on.",
});
