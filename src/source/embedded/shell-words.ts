import type { DoubleQuotedChild, Word, WordPart } from 'unbash';
import type { Node } from '../ast.ts';
import { make, type Span } from './nodes.ts';

/** What `blocked` says of everything that stands in a script. */
export const byShell = 'command lines are left to you; `explain RULE` shows what to write';

/** Characters of a text, and where each stands; one entry more for the end. */
export interface Chars {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** A value that nobody knows. */
export const unseen = (at: Span): Node => make('Unseen', at, {});

/** Text as a part of a template, with the places of its characters. */
export function literal({ text, offsets }: Chars): Node {
  const at = { start: offsets[0] ?? 0, end: offsets.at(-1) ?? 0 };
  return make('Joint', at, { value: { cooked: text }, offsets, reason: byShell });
}

/** Pieces of text and expressions as one expression: a piece that stands alone is itself. */
export function joined(pieces: readonly (Chars | Node)[], at: Span): Node {
  const [only] = pieces;
  if (pieces.length === 1 && only && 'type' in only) return only;
  const quasis: Node[] = [];
  const expressions: Node[] = [];
  let run: Chars = { text: '', offsets: [at.start] };
  for (const piece of pieces) {
    if ('type' in piece) {
      quasis.push(literal(run));
      expressions.push(piece);
      run = { text: '', offsets: [piece.end] };
    } else run = { text: run.text + piece.text, offsets: run.text === '' ? piece.offsets : [...run.offsets.slice(0, -1), ...piece.offsets] };
  }
  return make('TemplateLiteral', at, { quasis: [...quasis, literal(run)], expressions });
}

/** The characters from `start` to `end`, without the escapes that `pattern` finds: a backslash and what it keeps. */
export function unescaped(source: string, start: number, end: number, pattern: RegExp | undefined): Chars {
  let text = '';
  const offsets: number[] = [];
  for (let at = start; at < end; at += 1) {
    const next = source[at + 1] ?? '';
    if (source[at] === '\\' && at + 1 < end && pattern?.test(next)) {
      at += 1;
      if (next === '\n' || (next === '\r' && source[at + 1] === '\n')) {
        if (next === '\r') at += 1;
        continue;
      }
      text += next;
      offsets.push(at - 1);
    } else {
      text += source[at];
      offsets.push(at);
    }
  }
  return { text, offsets: [...offsets, end] };
}

const anything = /[\s\S]/;
/** What a backslash keeps between double quotes, and in a here-document. */
export const inQuotes = /["$`\\\n\r]/;
const inDocument = /[$`\\\n\r]/;

/** What a part of a word that is no text stands for. */
export type Expand = (part: Exclude<WordPart, { readonly value: string }>, isQuoted: boolean) => Node;

/** The pieces of one word, without its quotes and escapes. */
export function piecesOf(source: string, word: Word, expand: Expand): (Chars | Node)[] {
  return word.parts ? word.parts.flatMap((part) => partPieces(source, part, expand)) : [unescaped(source, word.pos, word.end, anything)];
}

function partPieces(source: string, part: WordPart, expand: Expand): (Chars | Node)[] {
  switch (part.type) {
    case 'Literal':
      return [unescaped(source, part.pos, part.end, anything)];
    case 'Glob':
      return [unescaped(source, part.pos, part.end, undefined)];
    case 'SingleQuoted':
      return [unescaped(source, part.pos + 1, part.end - 1, undefined)];
    case 'DoubleQuoted':
      return part.parts.flatMap((inner) => quotedPieces(source, inner, expand, inQuotes));
    case 'LocaleString':
      return part.parts.flatMap((inner) => quotedPieces(source, inner, expand, inQuotes));
    case 'AnsiCQuoted':
      return [ansiC(source, part)];
    // `{"a":1}` without quotes, `{a,b}`: as it is written.
    case 'BraceExpansion':
    case 'ExtendedGlob':
      return part.parts ? part.parts.flatMap((inner) => partPieces(source, inner, expand)) : [unescaped(source, part.pos, part.end, anything)];
    default:
      return [expand(part, false)];
  }
}

const quotedPieces = (source: string, part: DoubleQuotedChild, expand: Expand, escapes: RegExp): (Chars | Node)[] => (part.type === 'Literal' ? [unescaped(source, part.pos, part.end, escapes)] : [expand(part, true)]);

/** `$'…'`: where an escape stands for another number of characters than usual, the text stands where it begins. */
function ansiC(source: string, part: { readonly pos: number; readonly end: number; readonly value: string }): Chars {
  const plain = unescaped(source, part.pos + 2, part.end - 1, anything);
  const isSame = plain.text.length === part.value.length;
  return { text: part.value, offsets: isSame ? plain.offsets : [...part.value.split('').map(() => part.pos), part.end] };
}

/** The text of a here-document. */
export function documentPieces(source: string, body: { readonly pos: number; readonly end: number; readonly parts: readonly WordPart[] | undefined }, isQuoted: boolean, expand: Expand): (Chars | Node)[] {
  if (isQuoted || !body.parts) return [unescaped(source, body.pos, body.end, isQuoted ? undefined : inDocument)];
  return body.parts.flatMap((part) => (part.type === 'Literal' ? [unescaped(source, part.pos, part.end, inDocument)] : 'value' in part ? partPieces(source, part, expand) : [expand(part, true)]));
}
