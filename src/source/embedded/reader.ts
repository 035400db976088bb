import { descendants, type Node } from '../ast.ts';
import { type Language, moved, ParseFault, parseOne, parseProgram } from '../parse.ts';
import { type Span, statement } from './nodes.ts';
import { tableOf } from '../../table.ts';

/** A stretch of the file that is code, and what new code may not bring in there. */
export interface Region extends Span {
  readonly kind: 'script' | 'markup';
  readonly forbids?: RegExp;
  /** New code may name types. */
  readonly isTyped?: boolean;
  /** Why nothing may change. */
  readonly frozen?: string;
}

/** Reads the pieces of code of one file and remembers where they are and which cannot be read. */
export class Reader {
  readonly regions: Region[] = [];
  readonly faults: { readonly offset: number; readonly message: string }[] = [];
  /** Stretches inside code that something else fills in before the code runs. */
  readonly holes: Span[] = [];
  /** Stretches between whose lines no comment may stand. */
  readonly whole: Span[] = [];
  /** How comments begin in a language that is not JavaScript. */
  comment: '#' | undefined;

  /** What no new code in markup may hold. */
  forbidsInMarkup: RegExp | undefined;

  constructor(
    readonly text: string,
    public language: Language = 'js',
  ) {}

  slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /** The statements of a script; none, and a fault, when it is no program. `code`: the same length as the script, when not its very text. */
  script(span: Span, language: Language = this.language, code = this.slice(span)): Node[] {
    this.regions.push({ ...span, kind: 'script', forbids: /<\/script|```/i, isTyped: language !== 'js' });
    return this.#read(span.start, true, () => parseProgram(code, language))?.['body'] ?? [];
  }

  /** The expression that stands in this stretch of markup. */
  expression(span: Span, region: Omit<Region, 'kind'>): Node | undefined {
    const code = this.#markup(span, region);
    return code.trim() === '' ? undefined : this.#read(span.start, tells(code), () => parseOne(code, this.language));
  }

  /** The statements that stand in this stretch of markup: what runs when something happens. */
  handler(span: Span, region: Omit<Region, 'kind'>): Node[] {
    const code = this.#markup(span, region);
    if (!/^\s*(?:async\s+)?function\b/.test(code)) return this.#read(span.start, tells(code), () => parseProgram(code, this.language))?.['body'] ?? [];
    const known = this.#read(span.start, tells(code), () => parseOne(code, this.language));
    return known ? [statement(known)] : [];
  }

  /** The names that a list of parameters declares: `u`, `(u, i)`, `{ name }, i`. */
  patterns(span: Span, region: Omit<Region, 'kind'>): readonly Node[] {
    const code = this.#markup(span, region);
    const list = /^\s*\([\s\S]*\)\s*$/.test(code) ? code : `(${code})`;
    return this.#read(span.start - (list.length - code.length) / 2, tells(code), () => parseOne(`${list}=>0`, this.language))?.['params'] ?? [];
  }

  /** The elements and expressions of a stretch of markup, given it as the children of a JSX fragment, character for character. */
  jsx(span: Span, children: string): readonly Node[] {
    this.regions.push({ ...span, kind: 'markup' });
    const fragment = this.#read(span.start - 2, tells(children), () => parseOne(`<>${children}</>`, 'tsx'));
    return ((fragment?.['children'] ?? []) as Node[]).filter((child) => child.type !== 'JSXText');
  }

  #markup(span: Span, region: Omit<Region, 'kind'>): string {
    const code = this.slice(span);
    const isEncoded = region.forbids?.test('"') && entity.test(code);
    this.regions.push({ ...region, kind: 'markup', ...(isEncoded ? { frozen: 'the expression is written with character references' } : {}) });
    return isEncoded ? decoded(code) : code;
  }

  #read(offset: number, isTelling: boolean, parse: () => Node): Node | undefined {
    try {
      return moved(parse(), offset);
    } catch (error) {
      if (!(error instanceof ParseFault)) throw error;
      if (isTelling) this.faults.push({ offset: Math.max(0, offset + error.offset), message: error.message });
      return undefined;
    }
  }
}

/** What cannot be read matters only where it names something of a user. */
const tells = (code: string): boolean => /roles|created|lastUpdated|users/i.test(code);

const entity = /&(?:amp|lt|gt|quot|apos|#39|#x27);/;
const characters: Readonly<Record<string, string>> = tableOf({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", '#x27': "'" });

/** The same length as before: blanks stand for the rest of each reference, outside of the operator it is part of. */
function decoded(code: string): string {
  return code.replace(/(&amp;)?&(amp|lt|gt|quot|apos|#39|#x27);/g, (all, before: string | undefined, name: string) => {
    const char = characters[name] as string;
    if (before && name === 'amp') return '&&'.padStart(all.length - 4).padEnd(all.length);
    return `${before ? '&'.padStart(before.length) : ''}${char.padStart(name.length + 2)}`;
  });
}

/** True for nodes that name a variable. */
export const identifiersIn = (roots: readonly Node[]): Node[] => roots.flatMap((root) => descendants(root).filter((node) => node.type === 'Identifier'));
