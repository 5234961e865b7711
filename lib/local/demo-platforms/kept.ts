/** What a small server holds, on disk: written whole after a change, so that a restart finds what was. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";

/** Puts what `file` holds back into `holders`, the same as it was written from; false when there is nothing yet. */
export function putBack(file: string, holders: object[]): boolean {
  if (!existsSync(file)) return false;
  const saved = deserialize(readFileSync(file)) as object[];
  for (const [at, holder] of holders.entries()) fill(holder, saved[at] ?? {});
  return true;
}

/** Whole or not at all. What holders share is written once and shared again. */
export function writeDown(file: string, holders: object[]) {
  const draft = `${file}.draft`;
  writeFileSync(draft, serialize(holders.map(dataOf)), { mode: 0o600 });
  renameSync(draft, file);
}

const isPlain = (value: unknown): value is object =>
  value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;

const isData = (value: unknown) =>
  value instanceof Map ||
  value instanceof Set ||
  Array.isArray(value) ||
  /^(string|number|boolean)$/.test(typeof value);

/** Its own fields, without functions and other objects at work. */
function dataOf(holder: object): object {
  const fields = Object.entries(holder).flatMap(([name, value]) => {
    if (isPlain(value)) return [[name, dataOf(value)]];
    return isData(value) ? [[name, value]] : [];
  });
  return Object.fromEntries(fields);
}

/** Maps, sets and lists stay the same objects: others hold them too. */
function fill(holder: object, saved: object) {
  for (const [name, value] of Object.entries(saved)) {
    const own: unknown = Reflect.get(holder, name);
    if (own instanceof Map) {
      own.clear();
      for (const [key, one] of value) own.set(key, one);
    } else if (own instanceof Set) {
      own.clear();
      for (const one of value) own.add(one);
    } else if (Array.isArray(own)) own.splice(0, own.length, ...value);
    else if (isPlain(own)) fill(own, value);
    else Reflect.set(holder, name, value);
  }
}
