/**
 * The program in the shop's pages: plain JavaScript for any browser of the last years, under 2 kB. README, "Visits".
 */
import { appUrl } from "@/lib/env";

export const scriptAddress = (snippet: string) => `${appUrl()}/v/${snippet}/visits.js`;

/** To be pasted before </head> of every page of the shop. */
export const tagOf = (snippet: string) => `<script async src="${scriptAddress(snippet)}"></script>`;

/** Calls made before the script is there wait in a list of its own. */
export const early = `<script>window.clientele = window.clientele || function () { (clientele.q = clientele.q || []).push(arguments) }</script>`;

/**
 * `ask`: before the visitor agrees (to the shop's banner by `clientele("consent", true)`, Shopify's or WordPress' own
 * way) nothing leaves the page and nothing is kept. A "no" is remembered in the
 * browser, and nothing else of it. Whoever sends Do Not Track or Global Privacy Control is never seen.
 */
export const visitScript = (snippet: string, consent: "ask" | "given") => `(function (w, d, n) {
var to = ${JSON.stringify(`${appUrl()}/v/${snippet}`)}, ask = ${consent === "ask"}, early = (w.clientele || 0).q || [],
off = n.doNotTrack == 1 || w.doNotTrack == 1 || n.globalPrivacyControl, box = [], who, timer, path, key = "clientele";
function me(keep) { try { return keep ? (localStorage[key] = JSON.stringify(keep)) : JSON.parse(localStorage[key]) } catch (e) { return {} } }
function agreed() {
var s = (w.Shopify || 0).customerPrivacy, m = me();
return !m.no && (!ask || m.ok || s && s.analyticsProcessingAllowed && s.analyticsProcessingAllowed() || w.wp_has_consent && wp_has_consent("statistics"));
}
function send() {
if (off || !agreed() || !(box.length || who)) return;
var m = me(), now = Date.now(), body;
m.v = m.v || "10000000-1000-4000-8000-100000000000".replace(/[018]/g, function (c) { return (c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> c / 4).toString(16) });
if (!(now - m.at < 18e5)) box.unshift(note("visit.started"));
m.at = now; me(m);
body = JSON.stringify({ visitor: m.v, who: who, events: box.splice(0, 50).map(function (e) { e.ago = now - e.t; return e }) });
who = undefined;
n.sendBeacon && n.sendBeacon(to, body) || fetch(to, { method: "POST", body: body, keepalive: true, mode: "no-cors" });
}
function note(kind, more) { var e = { kind: kind, t: Date.now(), url: location.href.split(/[?#]/)[0], name: d.title }, k; for (k in more) e[k] = more[k]; return e }
function soon() { clearTimeout(timer); timer = setTimeout(send, 400) }
function add(kind, more) { box.length < 50 && box.push(note(kind, more)); soon() }
function og(name) { return (d.querySelector('meta[property="' + name + '"]') || 0).content }
function look() {
if (path == location.pathname) return;
path = location.pathname; add("page.viewed");
if (og("og:type") == "product") add("product.viewed", { name: og("og:title"), price: og("product:price:amount"), product: og("product:retailer_item_id") });
}
function call(what, it) {
if (what == "consent") { if (it) { var m = me(); m.ok = 1; m.no = 0; me(m); soon() } else { box = []; who = undefined; me({ no: 1 }) } }
if (what == "identify") { who = it; soon() }
if (what == "product") add("product.viewed", it);
if (what == "cart") add("product.added", it);
}
w.clientele = off ? function () {} : call;
if (off) return;
early.forEach(function (a) { call(a[0], a[1]) });
look();
["pushState", "replaceState"].forEach(function (f) { var was = history[f]; history[f] = function () { was.apply(this, arguments); setTimeout(look) } });
addEventListener("popstate", look); addEventListener("pagehide", send);
["visitorConsentCollected", "wp_listen_for_consent_change"].forEach(function (e) { d.addEventListener(e, soon) });
})(window, document, navigator);
`;
