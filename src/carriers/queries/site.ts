import type { NewValue, Range, Rewrite, ValueFact } from '../../facts.ts';
import type { Node } from '../../source/ast.ts';
import { placeKey } from '../../source/ranges.ts';
import type { Source } from '../../source/source.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Ref } from '../../trace/value.ts';
import { rangeOf, replaceRange, stringCode } from '../code.ts';

/** One parameter where it is written. Each carrier makes these; only it knows how its own text changes. */
export interface Site {
  readonly name: string;
  readonly source: Source;
  readonly at: Range;
  readonly value: ValueFact;
  /** The expression of its value, where it has one of its own. */
  readonly given?: Ref;
  readonly conditional: boolean;
  /** The node at which new code would stand; decides which names it may use. */
  readonly anchor: Node;
  /** Innermost branch (`if`, `&&`, conditional spread) around it; sites of one branch are sent together. */
  readonly branch: Node | undefined;
  /** The object (or what was made of it) in which a later parameter takes the place of an earlier one of the same name. */
  readonly layer?: Node | undefined;
  /** It stands among the defaults of a client, which other calls send as well. */
  readonly isShared?: boolean;
  /** The object or list that it is put into first, where that goes into the query as a whole, and once. */
  readonly holder?: Node | undefined;
  /** `append`: it stands beside an earlier one of the same name. */
  readonly isAdded?: boolean;
  /** What puts it in the place of an earlier one instead. */
  readonly instead?: Rewrite;
  /** It stands in one of several objects of which only one is sent. */
  readonly isOneOf?: boolean;
  /** It is set there, and only where another is not there yet. */
  readonly unless?: Node;
  /** The name of that other one. */
  readonly lacking?: string;
  /** It is no more than asked for here: `params.has('sortBy')`. */
  readonly isAsked?: boolean;
  /** The choices of one object among several that are made once for what is sent, each with the number of the object that has it. */
  readonly chosen?: ReadonlyMap<Node, number>;
  /** Set when it is written as text. */
  readonly text?: TextPart;
  rename(name: string): Rewrite;
  remove(): Rewrite;
  replace(name: string, value: NewValue): Rewrite;
}

/** A parameter of which the code holds no more than the name: it can have another name at most; what a value means there is not seen. */
export function namedSite(trace: Trace, literal: Node, reason: string, mayRename: boolean): Site {
  const source = trace.project.sourceOf(literal);
  const stuck = (): Rewrite => ({ blocked: reason });
  return {
    name: literal['value'],
    source,
    at: rangeOf(source, literal),
    value: { at: rangeOf(source, literal), code: source.slice(literal), nullish: 'unknown', pure: true, type: 'unknown' },
    conditional: true,
    anchor: literal,
    branch: mayRename ? literal : undefined,
    rename: (to) => (mayRename ? [replaceRange(source, literal, stringCode(source, to, literal))] : stuck()),
    remove: stuck,
    replace: stuck,
  };
}

/** `params.has('sortBy')`: the code asks for a parameter that it may send. */
export const askedSite = (trace: Trace, literal: Node, reason: string): Site => ({ ...namedSite(trace, literal, reason, false), isAsked: true });

/** Where a parameter stands in a text. */
export interface TextPart {
  /** Everything of the text that is written in one expression. */
  readonly root: Node;
  /** The expression says nothing else but this parameter, with its `&`. */
  readonly isWhole: boolean;
  /** It begins with a `&` of its own. */
  readonly isSeparated: boolean;
  /** All parameters of the text, and which of them it is. */
  readonly among: object;
  readonly index: number;
  /** The value as it must stand in the text: plain text, or code. */
  encoded(value: NewValue): readonly (string | { readonly code: string })[];
}

/** The innermost `if`, loop, `&&`, `?:`, `case` or function around a node, up to (not including) `limit`. */
export function branchOf(node: Node, limit: Node | undefined): Node | undefined {
  for (let at = node.parent, child = node; at && at !== limit; child = at, at = at.parent) {
    if (at.type === 'IfStatement' && at['test'] !== child) return child;
    if (at.type === 'ConditionalExpression' && at['test'] !== child) return child;
    if (at.type === 'LogicalExpression' && at['right'] === child) return at;
    if (/^(?:SwitchCase|For\w*Statement|WhileStatement|DoWhileStatement|CatchClause)$/.test(at.type)) return at;
    if (/Function|Method/.test(at.type)) return undefined;
  }
  return undefined;
}

/** Where the comment starts that stands directly above and describes what begins here; the place itself where there is none. */
export function describedFrom(source: Source, start: number): number {
  const before = source.text.slice(0, start).trimEnd();
  const from = before.endsWith('*/') ? before.indexOf('/**', before.lastIndexOf('*/', before.length - 3) + 1) : -1;
  return from < 0 || before.length - from < '/***/'.length ? start : from;
}

/** Whole line or lines of a range, when nothing else stands on them; otherwise the range itself. */
export function wholeLines(source: Source, start: number, end: number): { start: number; end: number; isWhole: boolean } {
  const { text } = source;
  let from = start;
  while (from > 0 && /[ \t]/.test(text[from - 1] as string)) from -= 1;
  let to = end;
  while (to < text.length && /[ \t]/.test(text[to] as string)) to += 1;
  const startsLine = from === 0 || text[from - 1] === '\n' || text[from - 1] === '\r';
  const endsLine = to === text.length || text[to] === '\n' || text[to] === '\r';
  if (!startsLine || !endsLine) return { start, end, isWhole: false };
  const next = text[to] === '\r' && text[to + 1] === '\n' ? to + 2 : Math.min(to + 1, text.length);
  return { start: from, end: next, isWhole: true };
}

/** The whole lines of a tag in a comment, with those on which its description goes on. */
export function docLines(source: Source, { start, end }: Node): { start: number; end: number } {
  const rest = /[^\n]*\n(?:[ \t]*\*(?!\/)[ \t]*[^@\s][^\n]*\n)*/y;
  rest.lastIndex = end;
  return { start: source.text.lastIndexOf('\n', start) + 1, end: rest.test(source.text) ? rest.lastIndex : end };
}

/** Each place once. What is sent of one place more than once comes from several holders. */
export function onePerPlace(sites: readonly Site[]): Iterable<Site> {
  const found = new Map<string, Site>();
  for (const site of sites) {
    const key = placeKey(site.at);
    found.set(key, found.has(key) ? { ...site, holder: undefined } : site);
  }
  return found.values();
}

/** The same parameter, which has to stay as it is. */
export function stuckSite(site: Site, blocked: string): Site {
  const refused = (): Rewrite => ({ blocked });
  return { ...site, rename: refused, remove: refused, replace: refused };
}
