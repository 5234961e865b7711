/** As much of GraphQL's language as an app's documents use: operations, fields, arguments, inline fragments. */

export type Field = { name: string; args: Record<string, Value>; fields: Field[] | null };
export type Value = null | boolean | number | string | Value[] | { [name: string]: Value } | Variable;
export class Variable {
  constructor(readonly name: string) {}
}

/** The fields of a document's only operation. Throws on what is no such document. */
export function parse(document: string): Field[] {
  const tokens = document.match(/\.\.\.|[A-Za-z_]\w*|[{}():[\]!=$]|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?/g) ?? [];
  return new Parser(tokens).document();
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: string[]) {}

  document(): Field[] {
    // What stands before the selection names the operation and its variables, whose defaults nobody of ours uses.
    let depth = 0;
    while (this.at < this.tokens.length && !(this.tokens[this.at] === "{" && depth === 0)) {
      if (this.tokens[this.at] === "(") depth += 1;
      if (this.tokens[this.at] === ")") depth -= 1;
      this.at += 1;
    }
    return this.selection();
  }

  private take(wanted?: string): string {
    const token = this.tokens[this.at++];
    if (token === undefined || (wanted && token !== wanted)) throw new Error(`syntax error, unexpected ${token}`);
    return token;
  }

  private next = (token: string) => this.tokens[this.at] === token;

  private selection(): Field[] {
    const fields: Field[] = [];
    this.take("{");
    while (!this.next("}")) {
      if (this.next("...")) {
        this.take();
        this.take("on");
        this.take();
        fields.push(...this.selection());
      } else fields.push(this.field());
    }
    this.take("}");
    return fields;
  }

  private field(): Field {
    const name = this.take();
    const args: Record<string, Value> = {};
    if (this.next("(")) {
      this.take();
      while (!this.next(")")) this.argument(args, ":");
      this.take();
    }
    return { name, args, fields: this.next("{") ? this.selection() : null };
  }

  private argument(into: Record<string, Value>, sign: string) {
    const name = this.take();
    this.take(sign);
    into[name] = this.value();
  }

  private value(): Value {
    const token = this.take();
    if (token === "$") return new Variable(this.take());
    if (token === "[") {
      const list: Value[] = [];
      while (!this.next("]")) list.push(this.value());
      this.take();
      return list;
    }
    if (token === "{") {
      const object: Record<string, Value> = {};
      while (!this.next("}")) this.argument(object, ":");
      this.take();
      return object;
    }
    return /^(["\d-]|true$|false$|null$)/.test(token) ? (JSON.parse(token) as Value) : token;
  }
}
