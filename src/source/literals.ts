import type { Node } from './ast.ts';
import { tableOf } from '../table.ts';

/** The characters of a literal as the program sees them, and where each stands in the source. */
export interface LiteralText {
  readonly text: string;
  /** Source offset of each character, plus one entry for the end. `offsets[i]` is where character `i` starts. */
  readonly offsets: readonly number[];
}

/** Reads a StringLiteral, or one quasi (TemplateElement) of a template literal. */
export function readLiteral(node: Node, source: string): LiteralText {
  const isQuasi = node.type === 'TemplateElement';
  const start = isQuasi ? node.start : node.start + 1;
  const end = isQuasi ? node.end : node.end - 1;
  const raw = source.slice(start, end);
  if (!/[\\\r]/.test(raw)) return { text: raw, offsets: Array.from({ length: raw.length + 1 }, (_, i) => start + i) };
  return unescaped(raw, start);
}

const simple: Readonly<Record<string, string>> = tableOf({ n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0' });

function unescaped(raw: string, start: number): LiteralText {
  let text = '';
  const offsets: number[] = [];
  const put = (piece: string, at: number): void => {
    for (let i = 0; i < piece.length; i += 1) offsets.push(start + at);
    text += piece;
  };
  for (let i = 0; i < raw.length; ) {
    const sequence = /^\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))/.exec(raw.slice(i, i + 12));
    if (!sequence) {
      const isBreak = raw[i] === '\r';
      put(isBreak ? '\n' : (raw[i] as string), i);
      i += isBreak && raw[i + 1] === '\n' ? 2 : 1;
      continue;
    }
    const code = sequence[1] ?? sequence[2] ?? sequence[3];
    const other = sequence[4] ?? '';
    put(code ? String.fromCodePoint(Number.parseInt(code, 16)) : /[\r\n\u2028\u2029]/.test(other) ? '' : (simple[other] ?? other), i);
    i += sequence[0].length;
  }
  offsets.push(start + raw.length);
  return { text, offsets };
}

/** The string as a literal in the given quotes. */
export function quoted(text: string, quote: "'" | '"' | '`'): string {
  return quote + escapeFor(text, quote) + quote;
}

/** The text as it must stand between the given quotes. */
export function escapeFor(text: string, quote: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
  return quote === '`' ? escaped.replace(/\$\{/g, '\\${') : escaped;
}
