import { invalid } from "@/lib/errors";
import type { Reading, Seen, Source } from "./types";

/**
 * What a file is, from its first 256 KB (an Excel file: whole). `as`: what the merchant chose instead of what was found.
 * @throws Failure invalid at `file`, a sentence that says what to do: a PDF, a picture, an old .xls, several files, empty …
 */
export async function look(_source: Source, _as: Partial<Reading> = {}): Promise<Seen> {
  throw invalid("This file cannot be read yet.");
}
