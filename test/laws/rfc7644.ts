/**
 * Filters as RFC 7644 defines them (§3.4.2.2, figure 1), read by the grammar of that page and by nothing of this project:
 *
 *     FILTER    = attrExp / logExp / *1"not" "(" FILTER ")"
 *     attrExp   = (attrPath SP "pr") / (attrPath SP compareOp SP compValue)
 *     logExp    = FILTER SP ("and" / "or") SP FILTER          ; "and" binds tighter
 *     compValue = false / null / true / number / string       ; as in JSON
 *
 * Value paths (`emails[type eq "work"]`) are left out: this API has none.
 */
export type Expression =
  | { readonly kind: 'compare'; readonly path: string; readonly operator: string; readonly value: unknown }
  | { readonly kind: 'and' | 'or'; readonly of: readonly [Expression, Expression] }
  | { readonly kind: 'not'; readonly of: Expression };

/** @throws {SyntaxError} */
export function parseFilter(text: string): Expression {
  const reader = new Reader(text);
  const found = reader.filter();
  reader.end();
  return found;
}

class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  filter(): Expression {
    return this.#chain('or', () => this.#chain('and', () => this.#single()));
  }

  end(): void {
    if (this.#at < this.#text.length) this.#fail('nothing may follow');
  }

  #chain(word: 'and' | 'or', next: () => Expression): Expression {
    let left = next();
    while (this.#take(new RegExp(` ${word} `, 'iy'))) left = { kind: word, of: [left, next()] };
    return left;
  }

  #single(): Expression {
    if (this.#take(/not ?(?=\()/iy)) return { kind: 'not', of: this.#group() };
    if (this.#text[this.#at] === '(') return this.#group();
    const path = this.#take(/(?:urn:[\w.:-]+:)?[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)?/y) ?? this.#fail('an attribute is wanted');
    const operator = this.#take(/ (?:eq|ne|co|sw|ew|gt|lt|ge|le)(?= )/iy);
    if (!operator) return this.#take(/ pr(?= |\)|$)/iy) ? { kind: 'compare', path, operator: 'pr', value: undefined } : this.#fail('an operator is wanted');
    this.#take(/ /y) ?? this.#fail('a space is wanted');
    return { kind: 'compare', path, operator: operator.trim().toLowerCase(), value: this.#value() };
  }

  #group(): Expression {
    this.#take(/\(/y) ?? this.#fail('a parenthesis is wanted');
    const inner = this.filter();
    this.#take(/\)/y) ?? this.#fail('a parenthesis is open');
    return inner;
  }

  /** RFC 7159: no bare control character, and only these escapes. */
  #value(): unknown {
    const word = this.#take(/(?:false|null|true)(?= |\)|$)|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?= |\)|$)/y);
    if (word !== undefined) return JSON.parse(word);
    this.#take(/"/y) ?? this.#fail('a value is wanted');
    let value = '';
    for (;;) {
      const plain = this.#take(/[^"\\\p{Cc}]+|[\u007f-\u009f]/uy);
      if (plain !== undefined) value += plain;
      else if (this.#take(/"/y)) return value;
      else value += this.#escaped();
    }
  }

  #escaped(): string {
    const named = this.#take(/\\["\\/bfnrt]/y)?.[1];
    if (named !== undefined) return { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[named] ?? named;
    const digits = this.#take(/\\u[0-9A-Fa-f]{4}/y) ?? this.#fail('this may not stand in a string');
    return String.fromCharCode(Number.parseInt(digits.slice(2), 16));
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #fail(message: string): never {
    throw new SyntaxError(`${message} at ${this.#at} in ${JSON.stringify(this.#text)}`);
  }
}

/** The comparisons that must all hold, in order; a group of alternatives is a list. */
export function termsOf(expression: Expression): (readonly [path: string, value: unknown])[][] {
  if (expression.kind === 'and') return expression.of.flatMap(termsOf);
  return [alternatives(expression)];
}

function alternatives(expression: Expression): (readonly [path: string, value: unknown])[] {
  if (expression.kind === 'or') return expression.of.flatMap(alternatives);
  if (expression.kind === 'compare' && expression.operator === 'eq') return [[expression.path, expression.value]];
  throw new Error(`not a comparison for equality: ${JSON.stringify(expression)}`);
}
