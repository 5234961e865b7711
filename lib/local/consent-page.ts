/** The page at which an owner lets an app in, as the small servers of platforms with approval show it. */
import { errorPage, escapeHtml, page } from "@/lib/local/demo-store/pages";

export type Consent = {
  store: string;
  /** Its address as its owner knows it. */
  at: string;
  /** What the app asks for, in the platform's words. */
  scope: string;
  /** Further fields of the form, and what fills them in, as HTML. */
  more?: string;
};

/** Its form is posted to the address at which the page is. */
export const consentPage = ({ store, at, scope, more = "" }: Consent): string =>
  page(
    `Let an app into ${store}`,
    `<main><section><h1>Let Clientele into ${escapeHtml(store)}?</h1>
<p>This is the page of a make-believe platform on this machine, for ${escapeHtml(at)}. The app asks for: ${escapeHtml(scope)}.</p>
<form method="post">${more}<button name="answer" value="approve">Approve</button> <button class="quiet" name="answer" value="decline">Decline</button></form></section></main>`,
  );

/** What the form brought: whether the owner said no. */
export const declines = (body: string): boolean => new URLSearchParams(body).get("answer") === "decline";

/** Where a platform documents no way back for whoever says no: it keeps them, and this page leads them to the app. */
export const declinedPage = (store: string, back: string): string =>
  page(
    "Declined",
    `<main><section><h1>${escapeHtml(store)} let nobody in</h1>
<p>Nothing was installed. <a href="${escapeHtml(new URL(back).origin)}">Back to Clientele</a></p></section></main>`,
  );

export const unknownApp = errorPage("The application cannot be found.");
