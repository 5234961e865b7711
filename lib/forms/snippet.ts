/**
 * How a form gets into a merchant's page: a script that puts our own page into a frame. A frame survives a strict
 * content security policy best (it needs frame-src, and script-src for the height; no styles, no requests of its own),
 * the page around cannot read what is typed, and inside it the form works without scripts. README, "Sign-up forms".
 */
import { appUrl } from "@/lib/env";

export const hostedAddress = (form: string) => `${appUrl()}/f/${form}`;

/** To be pasted where the form shall stand. */
export const snippet = (form: string) => `<script async src="${hostedAddress(form)}/embed.js"></script>`;

/** For pages that allow no foreign scripts: a frame of a fixed height. */
export const plainFrame = (form: string, title: string) =>
  `<iframe src="${hostedAddress(form)}/frame" title="${attribute(title)}" width="100%" height="520" style="border:0"></iframe>`;

/**
 * The script itself: plain old JavaScript for any browser. Few shops declare a colour scheme; all of them write in dark
 * on light or in light on dark, so the ink where the form stands tells which. In a page's head it may run before there
 * is a place for the form.
 */
export const embedScript = (form: string, title: string) => `(function () {
  var script = document.currentScript, home = ${JSON.stringify(appUrl())}, form = ${JSON.stringify(form)};
  if (!script) return;
  if (script.parentNode !== document.head || document.body) show();
  else addEventListener("DOMContentLoaded", show);
  function show() {
    var place = script.parentNode === document.head ? document.body : script.parentNode;
    var ink = getComputedStyle(place).color, parts = ink.match(/[0-9.]+/g) || [0], most = /^l/.test(ink) ? 100 : 1;
    var bright = /^rgb/.test(ink) ? (parts[0] * 3 + parts[1] * 6 + +parts[2]) / 2550 : parts[0] / most;
    var theme = script.getAttribute("data-theme") || (bright > 0.5 ? "dark" : "light");
    var page = location.origin + location.pathname;
    var frame = document.createElement("iframe");
    frame.src = home + "/f/" + form + "/frame?theme=" + encodeURIComponent(theme) + "&page=" + encodeURIComponent(page);
    frame.title = ${JSON.stringify(title)};
    frame.loading = "lazy";
    frame.width = "100%";
    frame.height = "420";
    frame.style.border = "0";
    frame.style.colorScheme = theme;
    addEventListener("message", function (event) {
      var told = event.data;
      if (event.source !== frame.contentWindow || event.origin !== home || !told || told.clientele !== form) return;
      frame.height = String(Math.ceil(Number(told.height) || 420));
    });
    place.insertBefore(frame, place === script.parentNode ? script.nextSibling : null);
  }
})();
`;

const attribute = (text: string) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
