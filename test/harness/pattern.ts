/** A regular expression as a tree, as far as its work depends on it. */
export type Part =
  | { readonly kind: 'one'; readonly source: string }
  | { readonly kind: 'edge'; readonly source: string }
  | { readonly kind: 'back'; readonly group: number | string }
  | { readonly kind: 'group'; readonly number: number | undefined; readonly name: string | undefined; readonly inner: Part }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negative: boolean; readonly inner: Part }
  | { readonly kind: 'all'; readonly parts: readonly Part[] }
  | { readonly kind: 'any'; readonly parts: readonly Part[] }
  | { readonly kind: 'repeat'; readonly least: number; readonly most: number; readonly lazy: boolean; readonly inner: Part };

/** Reads the source of a regular expression that the engine has accepted. */
export function readPattern(source: string): Part {
  return new Reader(source).alternatives();
}

class Reader {
  #at = 0;
  #groups = 0;

  constructor(readonly source: string) {}

  alternatives(): Part {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 ? (parts[0] as Part) : { kind: 'any', parts };
  }

  #take(text: string): boolean {
    const isThere = this.source.startsWith(text, this.#at);
    if (isThere) this.#at += text.length;
    return isThere;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    const found = new RegExp(pattern.source, 'y');
    found.lastIndex = this.#at;
    const match = found.exec(this.source) ?? undefined;
    if (match) this.#at += match[0].length;
    return match;
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.source.length && !/[|)]/.test(this.source[this.#at] ?? '')) parts.push(this.#quantified(this.#atom()));
    return { kind: 'all', parts };
  }

  #quantified(inner: Part): Part {
    const sign = this.#match(/([*+?])|\{(\d+)(,?)(\d*)\}/);
    if (!sign) return inner;
    const [, short, from, comma, to] = sign;
    const least = short === undefined ? Number(from) : short === '+' ? 1 : 0;
    const most = short === undefined ? (comma === '' ? least : to === '' ? Number.POSITIVE_INFINITY : Number(to)) : short === '?' ? 1 : Number.POSITIVE_INFINITY;
    return { kind: 'repeat', least, most, lazy: this.#take('?'), inner };
  }

  #atom(): Part {
    if (this.#take('(')) return this.#group();
    const edge = this.#match(/[\^$]|\\[bB]/);
    if (edge) return { kind: 'edge', source: edge[0] };
    const back = this.#match(/\\([1-9]\d*)|\\k<(\w+)>/);
    if (back) return { kind: 'back', group: back[2] ?? Number(back[1]) };
    const one = this.#match(/\\(?:u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|[\s\S]/);
    return { kind: 'one', source: one?.[0] ?? '' };
  }

  #group(): Part {
    const look = this.#match(/\?(<?)([=!])/);
    const plain = !look && this.#take('?:');
    const name = look || plain ? undefined : this.#match(/\?<(\w+)>/)?.[1];
    const number = look || plain ? undefined : (this.#groups += 1);
    const inner = this.alternatives();
    this.#at += 1;
    return look ? { kind: 'look', behind: look[1] === '<', negative: look[2] === '!', inner } : { kind: 'group', number, name, inner };
  }
}
