/** Values in the text of a condition. */
import type { Field, Named, Property } from "./catalogue/field";
import type { Takes } from "./catalogue/operators";
import type { Value } from "./definition-values";
import { type Reader, several } from "./text-reader";

/** `of` is what the value is of; null in a window of time. @throws Failure invalid */
export function valueIn(reader: Reader, takes: Takes, of: Field | Property | null): Value {
  const text = () => given(reader, "text", "a text in quotes");
  const number = () => given(reader, "number", "a number such as 12 or 12.50");
  const day = () => given(reader, "day", "a day such as 2026-11-22");
  switch (takes) {
    case "text":
    case "words":
      return text();
    case "texts":
      return several(reader, text);
    case "values":
      return several(reader, () => namedIn(reader, of));
    case "number":
      return number();
    case "range":
      return pair(reader, number);
    case "day":
      return day();
    case "days":
      return pair(reader, day);
    case "unit":
      return given(reader, "word", "day, week, month or year");
    case "share":
      return shareIn(reader);
    default:
      return Number(number());
  }
}

function given(reader: Reader, kind: "text" | "number" | "day" | "word", what: string): string {
  const found = reader.takesAny(kind);
  if (found === null) throw reader.expected(what);
  return found;
}

function pair(reader: Reader, one: () => string) {
  const from = one();
  if (!reader.takes("and")) throw reader.expected("“and”");
  return { from, to: one() };
}

function shareIn(reader: Reader) {
  const number = () => Number(given(reader, "number", "a percentage"));
  const from = number();
  if (!reader.takes("to")) throw reader.expected("“to”");
  const to = number();
  if (!reader.takes("of", "draw")) throw reader.expected("“of draw”");
  return { from, to, draw: number() };
}

/** `#"…"` is an id; a name in quotes is looked up. */
function namedIn(reader: Reader, of: Field | Property | null): string {
  const id = reader.takesAny("id");
  if (id !== null) return id;
  const { kind, says } = reader.next();
  if (kind !== "text") throw reader.expected("a name in quotes");
  const named: Named = of && "named" in of ? of.named : "word";
  const found = named === "word" ? says : reader.names.idOf(named, says);
  if (found === undefined) throw reader.expected(`the name of a ${named} there is`);
  reader.takesAny("text");
  return found;
}
