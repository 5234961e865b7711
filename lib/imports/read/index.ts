/** From a file's bytes to rows, in a worker thread, in bounded memory. No database, no tenant. */

export { limits, type Position, start } from "./bounds";
export type { Contacts, Rejected } from "./contacts";
export { look } from "./look";
export { keepable, rejectedColumns, stagedColumns } from "./staged";
export { type ContactBatch, readContacts, readRows, type Wish } from "./thread";
export {
  type Batch,
  type Encoding,
  encodings,
  type Problem,
  Reading,
  type Seen,
  SomeReading,
  type Source,
} from "./types";
