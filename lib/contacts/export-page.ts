/** An export as a page one can read, print and send: HTML without a script, nothing fetched. */
import type { Exported } from "./export-one";

export function exportPage({ name, exportedAt, sections }: Exported): string {
  const filled = Object.entries(sections).filter(([, rows]) => rows.length > 0);
  const body = filled.map(([title, rows]) => `<h2>${text(title)}</h2>${rows.map(told).join("<hr>")}`).join("");
  const title = text(`Everything held on ${name}`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head>
<body><h1>${title}</h1><p>As of ${text(exportedAt)}. Times are in UTC.</p>${body}</body></html>`;
}

const style = `body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
dl{display:grid;grid-template-columns:12rem 1fr;gap:.1rem 1rem;margin:0}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}
hr{border:0;border-top:1px solid #ddd}h2{margin-top:2rem}h2::first-letter{text-transform:uppercase}`;

function told(value: unknown): string {
  if (Array.isArray(value)) return value.map(told).join("<br>");
  if (typeof value !== "object" || value === null) return text(String(value));
  const facts = Object.entries(value).filter(([, one]) => one !== null && one !== "" && !isEmpty(one));
  return `<dl>${facts.map(([name, one]) => `<dt>${text(words(name))}</dt><dd>${told(one)}</dd>`).join("")}</dl>`;
}

const isEmpty = (value: unknown) => typeof value === "object" && value !== null && Object.keys(value).length === 0;

/** "emailConsentSince" -> "email consent since". */
const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const text = (plain: string) => plain.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
